"""Imports that are looked through before anything is written: received, read into rows, mended, stored."""
