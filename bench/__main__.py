"""`python -m bench <name> [options]`: the list of what can be measured, and asked."""

import sys

from bench import audit, faults, gaps, history, load, page, sbom, search, soak

COMMANDS = {
    "faults": faults, "soak": soak, "gaps": gaps, "history": history, "search": search, "page": page, "load": load,
    "sbom": sbom, "audit": audit,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run one by name; without a name, say which there are."""
    if not arguments or arguments[0] not in COMMANDS:
        print("usage: python lab.py bench <name> [options]\n")
        for name, module in COMMANDS.items():
            print(f"  {name:10} {(module.__doc__ or '').splitlines()[0]}")
        return 0 if not arguments else 2
    return int(COMMANDS[arguments[0]].main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
