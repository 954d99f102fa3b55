"""For all tests: with this file here, tests in folders below can import what lies beside it (`worlds`)."""
