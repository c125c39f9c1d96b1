"""The command line: the only room that knows Typer, prints, and decides exit statuses."""
