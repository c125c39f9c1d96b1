"""Servers on loopback that workloads talk to, and the bytes that go over the wire."""
