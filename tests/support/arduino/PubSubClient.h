// The part of PubSubClient 2.8 that the sketches use (src/PubSubClient.h, src/PubSubClient.cpp), over libmosquitto.
//
// What behaves as there: connect() makes the sketch wait; publish() is of QoS 0, and false for a packet that is larger
// than the buffer, 256 bytes unless setBufferSize; a message that is larger never arrives; loop() hands one message to
// the callback, in the sketch's own thread, and nothing is noticed between two calls; state() is the return code of
// CONNACK, or -2 when there was no connection, -3 when it was lost, -4 when no CONNACK came in time.
// What does not: libmosquitto acknowledges a QoS 1 message that does not fit, too.
#pragma once

#include <WiFi.h>

#include <deque>
#include <functional>
#include <string>
#include <utility>

#define MQTT_CONNECTION_TIMEOUT -4
#define MQTT_CONNECTION_LOST -3
#define MQTT_CONNECT_FAILED -2
#define MQTT_DISCONNECTED -1
#define MQTT_CONNECTED 0
#define MQTT_CONNECT_BAD_CREDENTIALS 4
#define MQTT_CONNECT_UNAUTHORIZED 5

struct mosquitto;
struct mosquitto_message;

class PubSubClient {
 public:
  using Callback = std::function<void(char *, uint8_t *, unsigned int)>;

  PubSubClient &setClient(Client &client);
  PubSubClient &setServer(const char *host, uint16_t port);
  PubSubClient &setCallback(Callback callback);
  PubSubClient &setKeepAlive(uint16_t seconds);
  PubSubClient &setSocketTimeout(uint16_t seconds);
  bool setBufferSize(uint16_t size);
  bool connect(const char *id, const char *user, const char *password, const char *willTopic, uint8_t willQos,
               bool willRetain, const char *willMessage);
  bool publish(const char *topic, const char *payload, bool retained);
  bool subscribe(const char *topic, uint8_t qos);
  bool loop();
  bool connected();
  int state();

 private:
  void end(int state);
  void arrived(const mosquitto_message &message);

  Client *client_ = nullptr;
  std::string host_;
  uint16_t port_ = 1883, keepAlive_ = 15, timeout_ = 15;
  size_t bufferSize_ = 256;
  Callback callback_;
  mosquitto *link_ = nullptr;
  int state_ = MQTT_DISCONNECTED, connack_ = -1;
  std::deque<std::pair<std::string, std::string>> arrived_;
};
