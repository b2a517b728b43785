// The part of the core's WiFiClientSecure (NetworkClientSecure of version 3) that the sketches use.
#pragma once

#include <WiFi.h>

class WiFiClientSecure : public WiFiClient {
 public:
  void setCACert(const char *pem) { pem_ = pem; }
  // The mbedTLS error of the last connection, 0 for none: -0x2700 is MBEDTLS_ERR_X509_CERT_VERIFY_FAILED (x509.h).
  int lastError(char *text, size_t size) {
    snprintf(text, size, "error %d", error_);
    return error_;
  }
  const char *authority() const override { return pem_; }
  void noteTlsError(int error) override { error_ = error; }

 private:
  const char *pem_ = nullptr;
  int error_ = 0;
};
