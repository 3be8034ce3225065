"""KakaoTalk, served."""
