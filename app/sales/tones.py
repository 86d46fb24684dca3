"""The colour of each status."""

from app.sales.models import OrderStatus, QuoteStatus, Stage

QUOTE_TONES = {
    QuoteStatus.DRAFT: "neutral",
    QuoteStatus.ISSUED: "info",
    QuoteStatus.ACCEPTED: "success",
    QuoteStatus.REJECTED: "danger",
    QuoteStatus.LAPSED: "warning",
    QuoteStatus.REVISED: "neutral",
    QuoteStatus.NOT_CHOSEN: "neutral",
}
ORDER_TONES = {
    OrderStatus.PLACED: "warning",
    OrderStatus.CONFIRMED: "info",
    OrderStatus.DELIVERED: "info",
    OrderStatus.CLOSED: "success",
}
STAGE_TONES = {
    Stage.PRESENTATION: "neutral",
    Stage.OFFER: "info",
    Stage.NEGOTIATION: "warning",
    Stage.SALE: "success",
    Stage.LOST: "danger",
}
