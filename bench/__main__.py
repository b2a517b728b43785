"""`python -m bench [name] [options]`: what can be measured, and asked; without a name, ours beside the peers."""

import sys

from bench import audit, away, faults, fleet, gaps, history, load, page, reconnect, sbom, search, soak, steady
from bench.compare import command
from bench.promises import command as promises

COMMANDS = {
    "faults": faults,
    "promises": promises,
    "soak": soak,
    "fleet": fleet,
    "steady": steady,
    "gaps": gaps,
    "history": history,
    "search": search,
    "page": page,
    "load": load,
    "reconnect": reconnect,
    "away": away,
    "sbom": sbom,
    "audit": audit,
}


def main(arguments: list[str]) -> int:
    """Run one by name, or compare with the peers; `--help` says which there are."""
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        return int(COMMANDS[name].main(arguments[1:]))
    if name in ("-h", "--help"):
        for known, module in COMMANDS.items():
            print(f"  {known:10} {(module.__doc__ or '').splitlines()[0]}")
        print("\nAnything else compares this lab with its peers:\n")
    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
