// PubSubClient's interface over libmosquitto. See PubSubClient.h.
#include <PubSubClient.h>

#include "mosquitto_link.h"

namespace {

constexpr size_t HEADER = 5;  // MQTT_MAX_HEADER_SIZE

// MBEDTLS_ERR_X509_CERT_VERIFY_FAILED, MBEDTLS_ERR_PEM_NO_HEADER_FOOTER_PRESENT and MBEDTLS_ERR_SSL_CONN_EOF
constexpr int NOT_VERIFIED = -0x2700, NO_PEM = -0x1080, END = -0x7280;

int mbedtlsError(int result) {
  if (tlsFailure() == TlsFailure::Authority) return NO_PEM;
  if (tlsFailure() == TlsFailure::Certificate) return NOT_VERIFIED;
  return isTlsEnd(result) ? END : -1;
}

}  // namespace

PubSubClient &PubSubClient::setClient(Client &client) {
  client_ = &client;
  return *this;
}

PubSubClient &PubSubClient::setServer(const char *host, uint16_t port) {
  host_ = host;
  port_ = port;
  return *this;
}

PubSubClient &PubSubClient::setCallback(Callback callback) {
  callback_ = std::move(callback);
  return *this;
}

PubSubClient &PubSubClient::setKeepAlive(uint16_t seconds) {
  keepAlive_ = seconds;
  return *this;
}

PubSubClient &PubSubClient::setSocketTimeout(uint16_t seconds) {
  timeout_ = seconds;
  return *this;
}

bool PubSubClient::setBufferSize(uint16_t size) {
  bufferSize_ = size;
  return size > 0;
}

bool PubSubClient::connect(const char *id, const char *user, const char *password, const char *willTopic,
                           uint8_t willQos, bool willRetain, const char *willMessage) {
  if (connected()) return true;
  startLibmosquitto();
  link_ = mosquitto_new(id, true, this);
  mosquitto_will_set(link_, willTopic, static_cast<int>(std::strlen(willMessage)), willMessage, willQos, willRetain);
  if (user) mosquitto_username_pw_set(link_, user, password);
  mosquitto_connect_callback_set(link_, [](mosquitto *, void *self, int code) {
    static_cast<PubSubClient *>(self)->connack_ = code;
  });
  mosquitto_message_callback_set(link_, [](mosquitto *, void *self, const mosquitto_message *message) {
    static_cast<PubSubClient *>(self)->arrived(*message);
  });
  connack_ = -1;
  client_->noteTlsError(0);
  const unsigned long begun = millis();
  int result = connectLink(link_, host_.c_str(), port_, keepAlive_, client_->authority());
  while (result == MOSQ_ERR_SUCCESS && connack_ < 0 && millis() - begun < timeout_ * 1000UL) {
    result = mosquitto_loop(link_, 50, 1);
  }
  state_ = MQTT_CONNECTED;
  if (connack_ == 0) return true;
  if (result != MOSQ_ERR_SUCCESS) client_->noteTlsError(mbedtlsError(result));
  end(connack_ > 0 ? connack_ : result == MOSQ_ERR_SUCCESS ? MQTT_CONNECTION_TIMEOUT : MQTT_CONNECT_FAILED);
  return false;
}

void PubSubClient::end(int state) {
  mosquitto_destroy(link_);
  link_ = nullptr;
  state_ = state;
  arrived_.clear();
}

bool PubSubClient::publish(const char *topic, const char *payload, bool retained) {
  const size_t length = std::strlen(payload);
  if (!connected() || bufferSize_ < HEADER + 2 + std::strlen(topic) + length) return false;
  return mosquitto_publish(link_, nullptr, topic, static_cast<int>(length), payload, 0, retained) == MOSQ_ERR_SUCCESS;
}

bool PubSubClient::subscribe(const char *topic, uint8_t qos) {
  return connected() && mosquitto_subscribe(link_, nullptr, topic, qos) == MOSQ_ERR_SUCCESS;
}

void PubSubClient::arrived(const mosquitto_message &message) {
  const std::string topic = message.topic;
  const std::string payload(static_cast<const char *>(message.payload), static_cast<size_t>(message.payloadlen));
  if (HEADER + 2 + topic.size() + 2 + payload.size() <= bufferSize_) arrived_.emplace_back(topic, payload);
}

bool PubSubClient::loop() {
  if (!connected()) return false;
  if (mosquitto_loop(link_, 0, 1) != MOSQ_ERR_SUCCESS) {
    end(MQTT_CONNECTION_LOST);
    return false;
  }
  if (!arrived_.empty() && callback_) {
    auto [topic, payload] = arrived_.front();
    arrived_.pop_front();
    callback_(topic.data(), reinterpret_cast<uint8_t *>(payload.data()), static_cast<unsigned int>(payload.size()));
  }
  return true;
}

bool PubSubClient::connected() { return link_ != nullptr; }

int PubSubClient::state() { return state_; }
