"""The index of everything a person can do: all routes, commands and menus, and the routes of free text."""

from __future__ import annotations

from bot.conversation.routing import Routes
from bot.conversation.translation import later
from bot.core.deployment import Deployment
from bot.handlers.chat import (
    cancelling,
    clarify,
    correct,
    empty_cart,
    enquiry,
    free_text,
    handover,
    proposal,
    which_order,
)
from bot.handlers.chat.questions import (
    border,
    countries,
    freight_step,
    house,
    order_freight,
    order_share,
    order_supposed,
    products,
    shop_facts,
)
from bot.handlers.chat.questions import orders as order_questions
from bot.handlers.coordinator.routes import COORDINATOR
from bot.handlers.customer import (
    cart,
    catalog,
    closed_country,
    destination,
    goods_filter,
    home,
    own_data,
    search,
)
from bot.handlers.customer.cases import cases
from bot.handlers.customer.cases import opening as case_opening
from bot.handlers.customer.checkout import question, review
from bot.handlers.customer.orders import arrival, changes, orders
from bot.handlers.customer.recipient import recipient
from bot.handlers.notices import typed_labels
from bot.handlers.replies import Handlers
from bot.handlers.umkm.routes import UMKM
from bot.ordering.shop import Shop
from bot.people import Role

CUSTOMER = (
    home.start,
    home.welcome,
    home.shop,
    home.menu,
    home.use_role,
    home.language,
    home.speak,
    home.help_page,
    home.home,
    home.leave,
    own_data.own_data,
    own_data.send_own_data,
    own_data.forget,
    own_data.really_forget,
    own_data.forgotten,
    typed_labels.which,
    destination.choose,
    destination.others,
    destination.go_to,
    destination.typed,
    closed_country.closed,
    closed_country.answered,
    closed_country.wait,
    closed_country.wait_no_more,
    catalog.categories,
    catalog.more_categories,
    catalog.category,
    catalog.product,
    catalog.typed_quantity,
    goods_filter.picked,
    goods_filter.criteria,
    goods_filter.kinds,
    goods_filter.options,
    goods_filter.options_page,
    free_text.said,
    search.typed,
    search.results,
    proposal.reading,
    proposal.page,
    proposal.right,
    proposal.leave,
    proposal.undo,
    correct.change,
    correct.line,
    correct.set_pieces,
    correct.typed_amount,
    proposal.typed,
    clarify.word_page,
    clarify.pick,
    clarify.count,
    clarify.skip,
    clarify.answer,
    clarify.swap,
    which_order.which,
    which_order.of_order,
    cancelling.which,
    empty_cart.empty,
    empty_cart.really_empty,
    cart.cart,
    cart.cart_page,
    cart.set_quantity,
    cart.clean,
    review.checkout,
    review.reuse,
    review.same_consignee,
    question.question,
    question.give,
    question.give_number,
    question.choose,
    question.skip,
    question.none_such,
    question.keep,
    question.take_region,
    question.same_number,
    review.edit,
    review.review,
    review.confirm,
    orders.orders,
    orders.orders_page,
    orders.order,
    orders.order_page,
    orders.order_history,
    orders.again,
    arrival.arrived,
    orders.find,
    recipient.which,
    recipient.listed,
    recipient.ask,
    recipient.give,
    recipient.give_number,
    recipient.choose,
    recipient.skip,
    recipient.none_such,
    recipient.keep,
    recipient.take_region,
    recipient.save,
    recipient.drop,
    changes.change,
    changes.change_line,
    changes.typed_quantity,
    changes.set_line,
    changes.cancel,
    changes.really_cancel,
    changes.short,
    changes.choose,
    products.listed,
    countries.going,
    countries.cost,
    countries.when,
    freight_step.step,
    order_freight.why,
    order_share.share,
    order_share.share_page,
    order_share.typed,
    order_share.alike,
    order_supposed.reckoned,
    order_supposed.take,
    border.tax,
    border.why,
    shop_facts.popular,
    shop_facts.minimum,
    shop_facts.pickup,
    shop_facts.origin,
    house.told,
    order_questions.ways,
    order_questions.way,
    order_questions.paying,
    enquiry.ask,
    enquiry.typed,
    enquiry.enquiry,
    enquiry.answered,
    enquiry.send,
    enquiry.drop,
    case_opening.problem,
    case_opening.report,
    cases.complaints,
    cases.listed,
    cases.listed_page,
    cases.case,
    cases.case_page,
    cases.of_order,
    cases.wish_for,
    cases.say,
    cases.drop,
    handover.begin,
    handover.handover,
    handover.say,
    handover.end,
)

ROUTES = Routes((*CUSTOMER, *UMKM, *COORDINATOR))

COMMANDS = {
    "start": "start",
    "menu": "menu",
    "bantuan": "help",
    "help": "help",
    "bahasa": "language",
    "language": "language",
    "tujuan": "to",
    "keranjang": "cart",
    "pesanan": "find_order",
    "keluhan": "complaints",
    "batal": "leave",
    "data_saya": "mydata/file",
    "lupakan_saya": "forget",
    "rekap": "u/recap",
    "total": "c/totals",
    "kiriman": "c/shipments",
    "aturan": "c/rules",
    "tujuan_buka": "c/destinations",
    "ongkir": "c/freight",
    "kurs": "c/rates",
}

FREE_TEXT = {Role.CUSTOMER: "said", Role.UMKM: "u/find", Role.COORDINATOR: "c/find"}

MENUS = {
    Role.CUSTOMER: {
        "menu": later("Everything there is"),
        "tujuan": later("Where to send"),
        "keranjang": later("Your cart"),
        "pesanan": later("Your orders"),
        "keluhan": later("Your complaints"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
        "data_saya": later("All that we keep about you"),
        "lupakan_saya": later("Erase all that we keep about you"),
    },
    Role.UMKM: {
        "rekap": later("What to prepare"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
        "data_saya": later("All that we keep about you"),
        "lupakan_saya": later("Erase all that we keep about you"),
    },
    Role.COORDINATOR: {
        "total": later("Order totals"),
        "kiriman": later("Shipments"),
        "pesanan": later("An order by its number"),
        "keluhan": later("Complaints of customers"),
        "aturan": later("What may go where, and why"),
        "tujuan_buka": later("Open and close destinations"),
        "ongkir": later("What carrying costs"),
        "kurs": later("Exchange rates"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
        "data_saya": later("All that we keep about you"),
        "lupakan_saya": later("Erase all that we keep about you"),
    },
}

DESCRIPTION = later(
    "Treats and crafts from the small makers of Solo, sent to where you live. Tap Start, or just write what"
    " you want and where it goes, for example: intip 3, karak 2, to Taiwan. You see what may enter your"
    " country and what it costs there before you order."
)
"""What somebody reads who has not begun a chat yet."""
SHORT_DESCRIPTION = later(
    "Treats and crafts from the small makers of Solo, sent to where you live. Order by chat."
)
"""What stands on the bot's profile, and beside its link where people share it."""


def serving(shop: Shop, deployment: Deployment | None = None) -> Handlers:
    """The index with the shop and the deployment that its handlers work with."""
    return Handlers(ROUTES, COMMANDS, FREE_TEXT, shop, deployment or Deployment())
