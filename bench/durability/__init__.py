"""`python -m bench.durability`: every fault on both databases; what came of it stands in docs/reliability.md.

A fault is a module of this package with a `FAULT` (or several), named in `faults.FAULTS`:

    FAULT = Fault(
        "kills",                          # its name: of `--only`, and its heading on the page
        "`kill -9` while people order",   # what is done, for the table
        "Twenty customers order ...",     # how, and what is compared with what: a paragraph of the page
        run,                              # async def run(trial: Trial) -> Outcome
        tries=200,
    )

It is a program of its own, and no word of `python -m bench`: what it uses of `tests/support` moves the clock
of its process to the moment of the tests.

`run` gets a `Trial`: a fresh database with all tables and the catalogue in it, seven countries open, an empty
folder, and how often to do the fault. It returns an `Outcome`, in which what was lost or doubled is counted,
not asserted: a page that shows a loss is what the page is for. It raises AssertionError or TimeoutError where
nothing can be counted any more, as when people wait for ever; the row of the last run then stays as it was.
What people do, the Bot API's server, and the programs that are started come from `tests/support`; a small
version of each fault (`tries=2`) is a test in `tests/durability/`, on the same `run`.
"""
