"""The one command: `besa <service> <command>`, `besa doctor`, `besa backup`, `besa restore`."""
