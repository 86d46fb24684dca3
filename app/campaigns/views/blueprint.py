"""The blueprint of all pages of campaigns."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__)
