"""Templates of KakaoTalk senders."""
