"""The names of Zalo's events (contract, 2.4), so that a counter never has more labels than these."""

from tracuu.messaging.zalo.events import OTHER

_KINDS = "text image gif link audio video sticker location business_card file"
NAMES = frozenset(
    (
        "follow unfollow user_received_message user_seen_message user_reacted_message"
        " oa_reacted_message user_click_chatnow user_submit_info update_user_info add_user_to_tag"
        " remove_user_from_tag remove_tag user_withdraw widget_interaction_accepted"
        " widget_failed_to_sync_user_external_id permission_revoked extension_purchased"
        " oa_send_consent user_reply_consent user_call_oa oa_call_user user_feedback"
        " user_click_response_button change_oa_daily_quota change_oa_template_tags"
        " change_template_quality change_template_quota change_template_status"
        " event_journey_time_out event_journey_acknowledged oa_send_list oa_send_template"
    ).split()
) | {
    f"{who}_{kind}"
    for who in ("user_send", "oa_send", "anonymous_send", "oa_send_anonymous")
    for kind in _KINDS.split()
}


def label_of(name: str) -> str:
    """The name itself, or "other" for one that no documentation has."""
    return name if name in NAMES else OTHER
