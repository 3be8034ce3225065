"""Categories of KakaoTalk senders and templates."""
