"""Importing politburo and running from Python leave the caller's process as it was; only the command line may set it up for itself."""

from __future__ import annotations

import json
import subprocess
import sys

SWITCHES = """
import faulthandler, gc, json, locale, logging, os, signal, sys, threading, warnings
import decimal, multiprocessing, numpy, pandas, xarray  # what they set on import is theirs

def switches():
    return {
        "interval between threads": sys.getswitchinterval(),
        "collector": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), gc.get_debug()],
        "collector callbacks": len(gc.callbacks),
        "recursion": sys.getrecursionlimit(),
        "signals": [str(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "hooks": [str(hook) for hook in (sys.excepthook, sys.displayhook, threading.excepthook, sys.unraisablehook)],
        "trace": [str(sys.gettrace()), str(sys.getprofile()), str(threading.gettrace())],
        "environment": dict(os.environ),
        "directory": os.getcwd(),
        "umask": [os.umask(0o22), os.umask(0o22)],
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": [str(one) for one in warnings.filters],
        "logging": [logging.root.level, len(logging.root.handlers), logging.root.manager.disable],
        "numbers": [str(numpy.geterr()), str(decimal.getcontext()), str(numpy.get_printoptions())],
        "random numbers": [hash(str(numpy.random.get_state())), hash(str(__import__("random").getstate()))],
        "streams": [[one.errors, one.encoding, one.line_buffering] for one in (sys.stdout, sys.stderr)],
        "processes": str(multiprocessing.get_start_method(allow_none=True)),
        "faults": faulthandler.is_enabled(),
        "path": [one for one in sys.path],
        "threads": [thread.name for thread in threading.enumerate()],
    }

before = switches()
import politburo
imported = switches()
%s
print(json.dumps([before, imported, switches()]))
"""


def test_importing_and_running_change_nothing_in_the_process():
    code = SWITCHES % 'politburo.load("heir").run(1)'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, imported, after = json.loads(done.stdout)
    assert imported == before
    assert after == before


def test_the_comparison_sees_a_change():
    code = SWITCHES % "gc.freeze(); sys.setswitchinterval(0.1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, _, after = json.loads(done.stdout)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"interval between threads", "collector"}
