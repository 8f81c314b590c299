package dev.parley.planted.protocol;

import org.springframework.context.ApplicationContext;

/** Breaks: the protocol knows no Spring beans. */
record AsksTheContext(ApplicationContext context) {}
