"""A small language model from a GGUF file, served on 127.0.0.1 as OpenAI does, by llama.cpp itself."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

CONTEXT = 6144  # tokens: three long passages, the claims and what comes back


@contextmanager
def served(gguf: Path, threads: int = 2) -> Generator[str]:
    """The base URL of a server for the model; ends with the block. Needs the package `xllamacpp`."""
    xllamacpp: Any = import_module("xllamacpp")  # only where a local model is measured
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gguf)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = threads
    parameters.verbosity = 0
    server = xllamacpp.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
