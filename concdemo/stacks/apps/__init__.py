"""The apps that stacks run, one file a framework, each in the idiom of its own."""
