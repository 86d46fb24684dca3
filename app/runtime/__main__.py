"""`python -m app.runtime`: what `make run` calls; the light half of `pratica up`."""

import os
import sys

import click

from app.runtime.up import run_everything

sys.exit(run_everything(os.environ, say=click.echo))
