package dev.parley.planted.channel;

import java.net.Socket;

/** Breaks: the core has no sockets. */
record OpensASocket(Socket socket) {}
