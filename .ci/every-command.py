#!/usr/bin/env python3
"""Every command of the table has help, and every list that needs no parent answers on the sandbox.

    doapi sandbox exec -- .ci/every-command.py DOAPI
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TABLE = os.path.join(os.path.dirname(__file__), "..", "src", "operations", "table.jsonl")
DOAPI = sys.argv[1]
# Written by hand: what follows it are droplets.
BY_HAND = {"droplet neighbors show"}


def run(words):
    return subprocess.run([DOAPI, *words], capture_output=True, text=True, timeout=60)


def lacks_help(command):
    shown = run(command.split() + ["--help"])
    return None if shown.returncode == 0 and "Usage: doapi " in shown.stdout else f"{command} --help: {shown.stderr}"


def is_no_list(operation):
    """What is wrong with the answer to a command that lists."""
    shown = run(operation["c"].split())
    try:
        is_list = isinstance(json.loads(shown.stdout), list)
    except ValueError:
        is_list = False
    return None if shown.returncode == 0 and is_list else f"{operation['c']}: {shown.stderr.strip() or shown.stdout[:80]}"


def main():
    operations = [one for one in map(json.loads, open(TABLE, encoding="utf-8")) if one["c"] != "-"]
    commands = sorted({one["c"] for one in operations})
    lists = {one["c"]: one for one in operations if one.get("l") and one["m"] == "GET" and "{" not in one["p"] and one["c"] not in BY_HAND}
    with ThreadPoolExecutor(4) as pool:
        without_help = [wrong for wrong in pool.map(lacks_help, commands) if wrong]
        without_answer = [wrong for wrong in pool.map(is_no_list, lists.values()) if wrong]
    print("\n".join(without_help + without_answer))
    print(f"{len(commands)} commands, {len(without_help)} without help; {len(lists)} lists, {len(without_answer)} without answer")
    sys.exit(bool(without_help or without_answer))


main()
