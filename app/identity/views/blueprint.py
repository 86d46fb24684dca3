"""The blueprint of the pages about oneself."""

from flask import Blueprint

bp = Blueprint("identity", __name__)
