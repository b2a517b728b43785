// The part of esp-mqtt that the sketches use, as ESP-IDF 5 has it (esp-mqtt: include/mqtt_client.h, mqtt_client.c).
//
// What behaves as there: events come on the client's own task, under its lock; publish() writes at once, and waits for
// the lock while the task connects; QoS 1 messages stay in the outbox until their PUBACK, over reconnections, for 30 s
// (OUTBOX_EXPIRED_TIMEOUT_MS) and no longer; a reconnection comes network.reconnect_timeout_ms later, 10 s if it is 0
// (MQTT_RECON_DEFAULT_MS); a message that is larger than buffer.size comes in several MQTT_EVENT_DATA, of which the
// first alone has the topic; an error with its codes comes before MQTT_EVENT_DISCONNECTED, except when no CONNACK came.
// What does not: a message that is sent again after a reconnection is sent at once, with another packet id and without
// DUP, and within a connection nothing is sent again (esp-mqtt: after message_retransmit_timeout, 1 s). msg_id stays.
#pragma once

#include <cstddef>
#include <cstdint>

using esp_err_t = int;
using esp_event_base_t = const char *;
using esp_event_handler_t = void (*)(void *arg, esp_event_base_t base, int32_t id, void *data);
struct esp_mqtt_client;
using esp_mqtt_client_handle_t = esp_mqtt_client *;

#define ESP_OK 0

enum esp_mqtt_event_id_t {
  MQTT_EVENT_ANY = -1,
  MQTT_EVENT_ERROR = 0,
  MQTT_EVENT_CONNECTED,
  MQTT_EVENT_DISCONNECTED,
  MQTT_EVENT_SUBSCRIBED,
  MQTT_EVENT_UNSUBSCRIBED,
  MQTT_EVENT_PUBLISHED,
  MQTT_EVENT_DATA,
  MQTT_EVENT_BEFORE_CONNECT,
  MQTT_EVENT_DELETED,
};

enum esp_mqtt_connect_return_code_t {
  MQTT_CONNECTION_ACCEPTED = 0,
  MQTT_CONNECTION_REFUSE_PROTOCOL,
  MQTT_CONNECTION_REFUSE_ID_REJECTED,
  MQTT_CONNECTION_REFUSE_SERVER_UNAVAILABLE,
  MQTT_CONNECTION_REFUSE_BAD_USERNAME,
  MQTT_CONNECTION_REFUSE_NOT_AUTHORIZED,
};

enum esp_mqtt_error_type_t {
  MQTT_ERROR_TYPE_NONE = 0,
  MQTT_ERROR_TYPE_TCP_TRANSPORT,
  MQTT_ERROR_TYPE_CONNECTION_REFUSED,
};

enum esp_mqtt_transport_t { MQTT_TRANSPORT_UNKNOWN = 0, MQTT_TRANSPORT_OVER_TCP, MQTT_TRANSPORT_OVER_SSL };

struct esp_mqtt_error_codes_t {
  esp_err_t esp_tls_last_esp_err;
  int esp_tls_stack_err;
  int esp_tls_cert_verify_flags;
  esp_mqtt_error_type_t error_type;
  esp_mqtt_connect_return_code_t connect_return_code;
  int esp_transport_sock_errno;
};

struct esp_mqtt_event_t {
  esp_mqtt_event_id_t event_id;
  esp_mqtt_client_handle_t client;
  char *data;
  int data_len;
  int total_data_len;
  int current_data_offset;
  char *topic;
  int topic_len;
  int msg_id;
  int session_present;
  esp_mqtt_error_codes_t *error_handle;
  bool retain;
  int qos;
  bool dup;
};
using esp_mqtt_event_handle_t = esp_mqtt_event_t *;

struct esp_mqtt_client_config_t {
  struct broker_t {
    struct address_t {
      const char *uri;
      const char *hostname;
      esp_mqtt_transport_t transport;
      const char *path;
      uint32_t port;
    } address;
    struct verification_t {
      const char *certificate;
      size_t certificate_len;
    } verification;
  } broker;
  struct credentials_t {
    const char *username;
    const char *client_id;
    struct authentication_t {
      const char *password;
    } authentication;
  } credentials;
  struct session_t {
    struct last_will_t {
      const char *topic;
      const char *msg;
      int msg_len;
      int qos;
      int retain;
    } last_will;
    bool disable_clean_session;
    int keepalive;
  } session;
  struct network_t {
    int reconnect_timeout_ms;
    int timeout_ms;
    bool disable_auto_reconnect;
  } network;
  struct buffer_t {
    int size;
    int out_size;
  } buffer;
};

esp_mqtt_client_handle_t esp_mqtt_client_init(const esp_mqtt_client_config_t *config);
esp_err_t esp_mqtt_client_register_event(esp_mqtt_client_handle_t client, esp_mqtt_event_id_t event,
                                         esp_event_handler_t handler, void *arg);
esp_err_t esp_mqtt_client_start(esp_mqtt_client_handle_t client);
int esp_mqtt_client_subscribe_single(esp_mqtt_client_handle_t client, const char *topic, int qos);
#define esp_mqtt_client_subscribe esp_mqtt_client_subscribe_single
int esp_mqtt_client_publish(esp_mqtt_client_handle_t client, const char *topic, const char *data, int len, int qos,
                            int retain);
