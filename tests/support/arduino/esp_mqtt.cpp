// esp-mqtt's interface over libmosquitto. See mqtt_client.h for what behaves as on a board, and what does not.
#include <esp_tls_errors.h>
#include <mqtt_client.h>
#include <poll.h>

#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "mosquitto_link.h"

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr int RECONNECT_MS = 10000, TIMEOUT_MS = 10000, KEEPALIVE = 120, BUFFER = 1024, FIXED_HEADER = 5;
constexpr milliseconds EXPIRED{30000}, POLL{50};
constexpr int NOT_TRUSTED = 0x08;   // MBEDTLS_X509_BADCERT_NOT_TRUSTED
constexpr int NO_CERTIFICATE = -1;  // what mbedtls_ssl_get_verify_result returns when none was seen

struct Item {
  int id;
  bool isSubscription;
  std::string topic, payload;
  int qos;
  bool retain;
  int mid;  // of libmosquitto, on the present connection; 0: to be sent
  Clock::time_point since;  // when it was sent first, or is kept
  bool wasSent = false;
};

enum State { INIT, CONNECTED, WAITING };

}  // namespace

struct esp_mqtt_client {
  esp_mqtt_client_config_t config{};
  std::string host, user, password, clientId, willTopic, willText, pem;
  esp_event_handler_t handler = nullptr;
  void *argument = nullptr;
  std::recursive_mutex lock;
  std::deque<Item> outbox;
  int lastId = 0;
  State state = INIT;
  Clock::time_point endedAt;
  mosquitto *link = nullptr;
  int connack = -1;
  esp_mqtt_error_codes_t codes{};
  esp_mqtt_event_t event{};

  void dispatch(esp_mqtt_event_id_t id) {
    event.event_id = id;
    event.client = this;
    event.error_handle = &codes;
    if (handler) handler(argument, "MQTT_EVENTS", id, &event);
  }

  void fail(esp_mqtt_error_type_t type, int tlsError, int flags) {
    codes = {};
    codes.error_type = type;
    codes.esp_tls_last_esp_err = tlsError;
    codes.esp_tls_cert_verify_flags = flags;
    codes.esp_transport_sock_errno = tlsError == ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST ? errno : 0;
    if (type == MQTT_ERROR_TYPE_CONNECTION_REFUSED) {
      codes.connect_return_code = static_cast<esp_mqtt_connect_return_code_t>(connack);
    }
    dispatch(MQTT_EVENT_ERROR);
  }

  void failTransport(int result) {
    constexpr auto type = MQTT_ERROR_TYPE_TCP_TRANSPORT;
    if (result == MOSQ_ERR_EAI) fail(type, ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME, 0);
    else if (tlsFailure() == TlsFailure::Authority) fail(type, ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED, 0);
    else if (tlsFailure() == TlsFailure::Certificate) fail(type, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED, NOT_TRUSTED);
    else if (isTlsEnd(result)) fail(type, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED, NO_CERTIFICATE);
    else fail(type, ESP_ERR_ESP_TLS_FAILED_CONNECT_TO_HOST, 0);
  }

  // Whether esp-mqtt tells an error: not when the broker ends a connection without a CONNACK.
  static bool isNamed(int result) { return result != MOSQ_ERR_SUCCESS && result != MOSQ_ERR_CONN_LOST; }

  void abort() {
    mosquitto_destroy(link);
    link = nullptr;
    state = WAITING;
    endedAt = Clock::now();
    for (Item &item : outbox) item.mid = 0;
    dispatch(MQTT_EVENT_DISCONNECTED);
  }

  void makeLink() {
    link = mosquitto_new(clientId.c_str(), !config.session.disable_clean_session, this);
    const auto &will = config.session.last_will;
    if (!willTopic.empty()) {
      const int length = static_cast<int>(willText.size());
      mosquitto_will_set(link, willTopic.c_str(), length, willText.data(), will.qos, will.retain);
    }
    if (!user.empty()) mosquitto_username_pw_set(link, user.c_str(), password.empty() ? nullptr : password.c_str());
    mosquitto_connect_callback_set(link, [](mosquitto *, void *self, int code) { of(self)->connack = code; });
    mosquitto_publish_callback_set(link, [](mosquitto *, void *self, int mid) { of(self)->acknowledged(mid); });
    mosquitto_subscribe_callback_set(link, [](mosquitto *, void *self, int mid, int count, const int *granted) {
      of(self)->subscribed(mid, count, granted);
    });
    mosquitto_message_callback_set(link, [](mosquitto *, void *self, const mosquitto_message *message) {
      of(self)->arrived(*message);
    });
  }

  static esp_mqtt_client *of(void *self) { return static_cast<esp_mqtt_client *>(self); }

  void connect() {
    dispatch(MQTT_EVENT_BEFORE_CONNECT);
    makeLink();
    connack = -1;
    const auto end = Clock::now() + milliseconds(config.network.timeout_ms ? config.network.timeout_ms : TIMEOUT_MS);
    const bool isTls = config.broker.address.transport == MQTT_TRANSPORT_OVER_SSL;
    const int keepAlive = config.session.keepalive ? config.session.keepalive : KEEPALIVE;
    const int port = static_cast<int>(config.broker.address.port);
    int result = connectLink(link, host.c_str(), port, keepAlive, isTls ? pem.c_str() : nullptr);
    while (result == MOSQ_ERR_SUCCESS && connack < 0 && Clock::now() < end) result = mosquitto_loop(link, 50, 1);
    if (connack == 0) {
      state = CONNECTED;
      dispatch(MQTT_EVENT_CONNECTED);
      return;
    }
    if (connack > 0) fail(MQTT_ERROR_TYPE_CONNECTION_REFUSED, 0, 0);
    else if (isTls ? result != MOSQ_ERR_SUCCESS : isNamed(result)) failTransport(result);
    abort();
  }

  void transmit(Item &item) {
    if (!item.wasSent) item.since = Clock::now();
    item.wasSent = true;
    const int length = static_cast<int>(item.payload.size());
    const char *topic = item.topic.c_str(), *payload = item.payload.data();
    if (item.isSubscription) mosquitto_subscribe(link, &item.mid, topic, item.qos);
    else mosquitto_publish(link, &item.mid, topic, length, payload, item.qos, item.retain);
  }

  void work() {
    if (const int result = mosquitto_loop(link, 0, 1); result != MOSQ_ERR_SUCCESS) {
      failTransport(result);
      return abort();
    }
    for (Item &item : outbox) {
      if (item.mid == 0) transmit(item);
    }
  }

  void expire() {
    const auto limit = Clock::now() - EXPIRED;
    while (!outbox.empty() && outbox.front().since < limit) outbox.pop_front();
  }

  bool take(int mid, bool isSubscription) {
    for (auto item = outbox.begin(); item != outbox.end(); ++item) {
      if (item->mid != mid || item->isSubscription != isSubscription) continue;
      event.msg_id = item->id;
      outbox.erase(item);
      return true;
    }
    return false;
  }

  void acknowledged(int mid) {
    if (take(mid, false)) dispatch(MQTT_EVENT_PUBLISHED);
  }

  void subscribed(int mid, int count, const int *granted) {
    if (!take(mid, true)) return;
    std::vector<char> answers(granted, granted + count);
    event.data = answers.data();
    event.data_len = event.total_data_len = count;
    event.current_data_offset = 0;
    dispatch(MQTT_EVENT_SUBSCRIBED);
  }

  void arrived(const mosquitto_message &message) {
    std::string topic = message.topic;
    std::string payload(static_cast<const char *>(message.payload), static_cast<size_t>(message.payloadlen));
    const size_t buffer = static_cast<size_t>(config.buffer.size ? config.buffer.size : BUFFER);
    size_t offset = 0, room = buffer - std::min(buffer, FIXED_HEADER + 2 + topic.size() + 2);
    event.msg_id = message.mid;
    event.qos = message.qos;
    event.retain = message.retain;
    event.total_data_len = message.payloadlen;
    do {
      const size_t count = std::min(room, payload.size() - offset);
      event.topic = offset ? nullptr : topic.data();
      event.topic_len = offset ? 0 : static_cast<int>(topic.size());
      event.data = count ? payload.data() + offset : nullptr;
      event.data_len = static_cast<int>(count);
      event.current_data_offset = static_cast<int>(offset);
      dispatch(MQTT_EVENT_DATA);
      offset += count;
      room = buffer;
    } while (offset < payload.size());
  }

  [[noreturn]] void run() {
    for (;;) {
      {
        const std::lock_guard<std::recursive_mutex> guard(lock);
        expire();
        const int wait = config.network.reconnect_timeout_ms ? config.network.reconnect_timeout_ms : RECONNECT_MS;
        const bool mayReconnect = !config.network.disable_auto_reconnect;
        if (state == WAITING && mayReconnect && Clock::now() - endedAt > milliseconds(wait)) state = INIT;
        if (state == INIT) connect();
        else if (state == CONNECTED) work();
      }
      rest();
    }
  }

  // Without the lock: wait for the broker, or a moment.
  void rest() {
    if (state == CONNECTED && mosquitto_want_write(link)) return;
    pollfd socket{state == CONNECTED ? mosquitto_socket(link) : -1, POLLIN, 0};
    poll(&socket, 1, static_cast<int>(POLL.count()));
  }
};

esp_mqtt_client_handle_t esp_mqtt_client_init(const esp_mqtt_client_config_t *config) {
  startLibmosquitto();
  const auto text = [](const char *value) { return std::string(value ? value : ""); };
  auto *client = new esp_mqtt_client;
  client->config = *config;
  client->host = text(config->broker.address.hostname);
  client->pem = text(config->broker.verification.certificate);
  client->user = text(config->credentials.username);
  client->password = text(config->credentials.authentication.password);
  client->clientId = text(config->credentials.client_id);
  client->willTopic = text(config->session.last_will.topic);
  client->willText = text(config->session.last_will.msg);
  return client;
}

esp_err_t esp_mqtt_client_register_event(esp_mqtt_client_handle_t client, esp_mqtt_event_id_t,
                                         esp_event_handler_t handler, void *arg) {
  client->handler = handler;
  client->argument = arg;
  return ESP_OK;
}

esp_err_t esp_mqtt_client_start(esp_mqtt_client_handle_t client) {
  std::thread([client] { client->run(); }).detach();
  return ESP_OK;
}

int esp_mqtt_client_subscribe_single(esp_mqtt_client_handle_t client, const char *topic, int qos) {
  const std::lock_guard<std::recursive_mutex> guard(client->lock);
  if (client->state != CONNECTED) return -1;
  client->outbox.push_back({++client->lastId, true, topic, "", qos, false, 0, Clock::now(), false});
  client->transmit(client->outbox.back());
  return client->lastId;
}

int esp_mqtt_client_publish(esp_mqtt_client_handle_t client, const char *topic, const char *data, int len, int qos,
                            int retain) {
  const std::lock_guard<std::recursive_mutex> guard(client->lock);
  const std::string payload(data, len > 0 ? static_cast<size_t>(len) : std::strlen(data));
  Item item{++client->lastId, false, topic, payload, qos, retain != 0, 0, Clock::now(), false};
  if (client->state == CONNECTED) client->transmit(item);
  if (qos > 0) client->outbox.push_back(item);
  return qos > 0 ? item.id : 0;
}
