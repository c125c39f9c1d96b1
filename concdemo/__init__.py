"""concdemo: run what people say about Python concurrency, and measure it."""

__version__ = "0.1.0"
