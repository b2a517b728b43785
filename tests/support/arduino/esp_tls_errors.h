// The error codes of ESP-TLS that the sketches use (ESP-IDF, components/esp-tls/esp_tls_errors.h).
#pragma once

#define ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME 0x8001
#define ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST 0x8004
#define ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED 0x8015
#define ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED 0x801A
