def ask_for_consent(get_response):
    return get_response
