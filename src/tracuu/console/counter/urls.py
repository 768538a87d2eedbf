"""Addresses of the counter of a unit; `console.urls` takes them in. None of them names anybody."""

from django.urls import path

from tracuu.console.counter.binding import bind_application, end_bonds, show_binding_state
from tracuu.console.counter.slips import show_slip
from tracuu.console.counter.views import hand_card_over, open_person, show_counter, undo_last

urlpatterns = [
    path("<slug:slug>/counter/", show_counter, name="counter"),
    path("<slug:slug>/counter/person/", open_person, name="counter_person"),
    path("<slug:slug>/counter/hand-over/", hand_card_over, name="hand_over"),
    path("<slug:slug>/counter/undo/", undo_last, name="undo_hand_over"),
    path("<slug:slug>/counter/slip/", show_slip, name="slip"),
    path("<slug:slug>/counter/zalo/", bind_application, name="bind_application"),
    path("<slug:slug>/counter/zalo/<int:pk>/", show_binding_state, name="binding_state"),
    path("<slug:slug>/counter/zalo/end/", end_bonds, name="unbind_application"),
]
