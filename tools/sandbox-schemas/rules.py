"""What cannot be seen from a document's paths, by `METHOD path` or, for keys, by path.

Empty so far: the kinds that `operations.py` derives have not been read through after its last change.
"""
KINDS = {}
HOMES = {}
ROOTS = {}
KEYS = {}
