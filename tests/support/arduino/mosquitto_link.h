// One connection of libmosquitto, as both client libraries of the boards use it.
#pragma once

#include <mosquitto.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>

inline void startLibmosquitto() {
  static const int started = mosquitto_lib_init();
  (void)started;
}

// A file with this text, for libmosquitto, which takes an authority from a file alone.
inline std::string fileOf(const char *pem) {
  char name[] = "/tmp/board-ca-XXXXXX";
  const int file = mkstemp(name);
  const ssize_t written = write(file, pem, std::strlen(pem));
  close(file);
  return written < 0 ? "" : name;
}

// Trusts the authority in `pem` alone, as the boards do.
inline void useTls(mosquitto *link, const char *pem) {
  const std::string name = fileOf(pem);
  mosquitto_tls_set(link, name.c_str(), nullptr, nullptr, nullptr, nullptr);
  // The file is read when the connection is made; it is left to the folder of temporary files.
}
