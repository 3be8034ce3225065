"""KakaoTalk senders."""
