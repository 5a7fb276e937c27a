"""The index of everything a person can do: every route, every command, and where free text goes."""

from __future__ import annotations

from bot.conversation.routing import Routes
from bot.conversation.words import later
from bot.handlers import (
    asking,
    browse,
    cart,
    checkout,
    destination,
    enquiries,
    notice_labels,
    order_changes,
    orders,
    search,
    start,
)
from bot.handlers.coordinator import cancelling as coordinator_cancelling
from bot.handlers.coordinator import changing as coordinator_changing
from bot.handlers.coordinator import closing as coordinator_closing
from bot.handlers.coordinator import commercial as coordinator_commercial
from bot.handlers.coordinator import destinations as coordinator_destinations
from bot.handlers.coordinator import documents as coordinator_documents
from bot.handlers.coordinator import enquiries as coordinator_enquiries
from bot.handlers.coordinator import exporting as coordinator_exporting
from bot.handlers.coordinator import finding as coordinator_finding
from bot.handlers.coordinator import freight as coordinator_freight
from bot.handlers.coordinator import home as coordinator_home
from bot.handlers.coordinator import new_card as coordinator_new_card
from bot.handlers.coordinator import opening as coordinator_opening
from bot.handlers.coordinator import orders as coordinator_orders
from bot.handlers.coordinator import papers as coordinator_papers
from bot.handlers.coordinator import people as coordinator_people
from bot.handlers.coordinator import rates as coordinator_rates
from bot.handlers.coordinator import rules as coordinator_rules
from bot.handlers.coordinator import settling as coordinator_settling
from bot.handlers.coordinator import shipments as coordinator_shipments
from bot.handlers.coordinator import totals as coordinator_totals
from bot.handlers.coordinator import touched as coordinator_touched
from bot.handlers.coordinator import unreached as coordinator_unreached
from bot.handlers.coordinator import waybills as coordinator_waybills
from bot.handlers.coordinator import weighing as coordinator_weighing
from bot.handlers.coordinator import weighing_sheets as coordinator_weighing_sheets
from bot.handlers.replies import Handlers
from bot.handlers.umkm import answering as umkm_answering
from bot.handlers.umkm import finding as umkm_finding
from bot.handlers.umkm import home as umkm_home
from bot.handlers.umkm import orders as umkm_orders
from bot.handlers.umkm import recap as umkm_recap
from bot.people import Role

CUSTOMER = (
    start.start,
    start.welcome,
    start.shop,
    start.menu,
    start.use_role,
    start.language,
    start.speak,
    start.help_page,
    start.go_home,
    start.leave,
    notice_labels.which,
    destination.choose,
    destination.others,
    destination.go_to,
    destination.typed,
    browse.categories,
    browse.more_categories,
    browse.category,
    browse.product,
    browse.typed_quantity,
    search.typed,
    search.results,
    cart.cart,
    cart.cart_page,
    cart.set_quantity,
    cart.clean,
    checkout.checkout,
    checkout.reuse,
    checkout.same_consignee,
    asking.question,
    asking.give,
    asking.give_number,
    asking.choose,
    asking.skip,
    asking.none_such,
    asking.same_number,
    checkout.edit,
    checkout.review,
    checkout.confirm,
    orders.orders,
    orders.orders_page,
    orders.order,
    orders.order_page,
    orders.order_history,
    orders.again,
    orders.find,
    order_changes.change,
    order_changes.change_line,
    order_changes.typed_quantity,
    order_changes.set_line,
    order_changes.cancel,
    order_changes.really_cancel,
    order_changes.short,
    order_changes.choose,
    enquiries.enquiry,
    enquiries.send,
    enquiries.drop,
)

UMKM = (
    umkm_answering.can,
    umkm_answering.cannot,
    umkm_answering.some,
    umkm_answering.typed,
    umkm_answering.answer_line,
    umkm_finding.find,
    umkm_home.home,
    umkm_orders.listed,
    umkm_orders.order,
    umkm_orders.order_page,
    umkm_recap.recap,
    umkm_recap.recaps,
    umkm_recap.one_recap,
    umkm_recap.recap_file,
    umkm_recap.lists,
    umkm_recap.one_list,
    umkm_recap.list_file,
)

COORDINATOR = (
    coordinator_cancelling.why_cancel,
    coordinator_cancelling.cancel_as_typed,
    coordinator_cancelling.cancel_as_tapped,
    coordinator_commercial.ask,
    coordinator_commercial.turn_into,
    coordinator_changing.lines,
    coordinator_changing.line,
    coordinator_changing.typed_pieces,
    coordinator_changing.why_change,
    coordinator_changing.change_as_typed,
    coordinator_changing.change_as_tapped,
    coordinator_closing.cutoff,
    coordinator_closing.typed_cutoff,
    coordinator_closing.close,
    coordinator_closing.close_now,
    coordinator_closing.forward,
    coordinator_documents.documents,
    coordinator_documents.document,
    coordinator_documents.pick_lists,
    coordinator_documents.pick_list,
    coordinator_exporting.papers,
    coordinator_destinations.asked,
    coordinator_destinations.listed,
    coordinator_destinations.one,
    coordinator_destinations.one_page,
    coordinator_destinations.set_open,
    coordinator_enquiries.listed,
    coordinator_enquiries.enquiry,
    coordinator_enquiries.enquiry_page,
    coordinator_enquiries.more,
    coordinator_enquiries.answer,
    coordinator_finding.find,
    coordinator_freight.asked,
    coordinator_freight.listed,
    coordinator_freight.cards,
    coordinator_freight.cards_page,
    coordinator_freight.card,
    coordinator_freight.withdraw,
    coordinator_home.home,
    coordinator_new_card.which,
    coordinator_new_card.begin,
    coordinator_new_card.question,
    coordinator_new_card.typed,
    coordinator_new_card.tapped,
    coordinator_new_card.review,
    coordinator_new_card.change,
    coordinator_new_card.record,
    coordinator_opening.where,
    coordinator_opening.usual,
    coordinator_opening.planned,
    coordinator_opening.ask_date,
    coordinator_opening.dated,
    coordinator_opening.open_it,
    coordinator_orders.order,
    coordinator_orders.order_page,
    coordinator_orders.history,
    coordinator_orders.paid,
    coordinator_papers.papers,
    coordinator_papers.paper,
    coordinator_papers.see,
    coordinator_papers.ask_name,
    coordinator_papers.named_as_needed,
    coordinator_papers.named,
    coordinator_papers.ask_number,
    coordinator_papers.numbered,
    coordinator_papers.numbered_as_before,
    coordinator_papers.ask_file,
    coordinator_papers.filed,
    coordinator_people.invites,
    coordinator_people.which_umkm,
    coordinator_people.invite_umkm,
    coordinator_people.invite_coordinator,
    coordinator_people.invite_owner,
    coordinator_people.coordinators,
    coordinator_people.ask_removal,
    coordinator_people.remove,
    coordinator_rates.asked,
    coordinator_rates.sure,
    coordinator_rates.listed,
    coordinator_rules.ask,
    coordinator_rules.typed,
    coordinator_rules.ask_product,
    coordinator_rules.typed_product,
    coordinator_rules.found,
    coordinator_rules.rules,
    coordinator_rules.rules_page,
    coordinator_settling.bill,
    coordinator_settling.typed,
    coordinator_settling.split,
    coordinator_settling.settle,
    coordinator_shipments.listed,
    coordinator_shipments.listed_page,
    coordinator_shipments.shipment,
    coordinator_shipments.orders_of,
    coordinator_totals.totals,
    coordinator_totals.totals_by,
    coordinator_totals.totals_file,
    coordinator_totals.period,
    coordinator_totals.typed_period,
    coordinator_touched.listed,
    coordinator_unreached.unreached,
    coordinator_waybills.waybill,
    coordinator_waybills.typed_master,
    coordinator_waybills.flight,
    coordinator_waybills.typed_flight,
    coordinator_waybills.numbers,
    coordinator_waybills.number,
    coordinator_waybills.typed_number,
    coordinator_weighing.parcels,
    coordinator_weighing.find,
    coordinator_weighing.parcel,
    coordinator_weighing.typed,
    coordinator_weighing.light,
    coordinator_weighing.weighed,
    coordinator_weighing_sheets.send,
    coordinator_weighing_sheets.get,
    coordinator_weighing_sheets.read,
    coordinator_weighing_sheets.reviewed,
    coordinator_weighing_sheets.take,
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
    "batal": "leave",
    "rekap": "u/recap",
    "total": "c/totals",
    "kiriman": "c/shipments",
    "aturan": "c/rules",
    "tujuan_buka": "c/destinations",
    "ongkir": "c/freight",
    "kurs": "c/rates",
}

FREE_TEXT = {Role.CUSTOMER: "search", Role.UMKM: "u/find", Role.COORDINATOR: "c/find"}

MENUS = {
    Role.CUSTOMER: {
        "menu": later("Everything there is"),
        "tujuan": later("Where to send"),
        "keranjang": later("Your cart"),
        "pesanan": later("Your orders"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
    Role.UMKM: {
        "rekap": later("What to prepare"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
    Role.COORDINATOR: {
        "total": later("Order totals"),
        "kiriman": later("Shipments"),
        "pesanan": later("An order by its number"),
        "aturan": later("What may go where, and why"),
        "tujuan_buka": later("Open and close destinations"),
        "ongkir": later("What carrying costs"),
        "kurs": later("Exchange rates"),
        "menu": later("Everything there is"),
        "bahasa": later("Language"),
        "bantuan": later("Help"),
        "batal": later("Leave this step"),
    },
}

HANDLERS = Handlers(ROUTES, COMMANDS, FREE_TEXT)
