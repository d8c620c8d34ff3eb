"""Tests of saved images."""
