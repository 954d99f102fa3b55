"""What is needed to build the package: declarations for the compiler, the choice of a compiler, the steps of a build."""
