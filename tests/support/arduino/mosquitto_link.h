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

enum class TlsFailure { None, Certificate, Authority, Protocol };

// Why TLS failed last; libmosquitto tells that in its log alone. A board has one connection.
inline TlsFailure &tlsFailure() {
  static TlsFailure failure = TlsFailure::None;
  return failure;
}

// Whether the connection ended in TLS's handshake, before a certificate was seen.
inline bool isTlsEnd(int result) {
  const bool isEnd = result == MOSQ_ERR_TLS || result == MOSQ_ERR_CONN_LOST;
  return isEnd && tlsFailure() == TlsFailure::Protocol;
}

inline void readLog(mosquitto *, void *, int, const char *line) {
  if (std::strstr(line, "certificate verify failed")) tlsFailure() = TlsFailure::Certificate;
  if (std::strstr(line, "CA certificates")) tlsFailure() = TlsFailure::Authority;
}

// Connects; over TLS it trusts the authority in `pem` alone, as boards do; nullptr: without TLS. libmosquitto reads
// an authority from a file, when it connects. Returns its error code.
inline int connectLink(mosquitto *link, const char *host, int port, int keepAlive, const char *pem) {
  tlsFailure() = pem == nullptr ? TlsFailure::None : TlsFailure::Protocol;
  mosquitto_log_callback_set(link, readLog);
  if (pem == nullptr) return mosquitto_connect(link, host, port, keepAlive);
  char name[] = "/tmp/board-ca-XXXXXX";
  const int file = mkstemp(name);
  const ssize_t written = write(file, pem, std::strlen(pem));
  close(file);
  mosquitto_tls_set(link, name, nullptr, nullptr, nullptr, nullptr);
  const int result = written < 0 ? MOSQ_ERR_ERRNO : mosquitto_connect(link, host, port, keepAlive);
  const int error = errno;
  unlink(name);
  errno = error;
  return result;
}
