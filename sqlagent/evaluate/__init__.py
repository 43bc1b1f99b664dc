"""Any model judged by questions whose answers are known.

``questions.py`` reads the files of questions, ``judge.py`` knows when rows are the right answer,
``run.py`` asks, ``outcomes.py`` keeps what came of each question in a file, and ``report.py``
counts and compares. Nothing in here is imported where a question is merely asked.
"""
