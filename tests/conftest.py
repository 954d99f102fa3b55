"""For all tests: with this file here, tests in folders below can import what lies beside it (`worlds`)."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("patient")
