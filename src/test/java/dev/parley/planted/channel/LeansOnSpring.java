package dev.parley.planted.channel;

import org.springframework.util.MimeType;

/** Breaks: the core has no Spring. */
record LeansOnSpring(MimeType type) {}
