// The part of the ESP32 core's WiFi library that the sketches use (libraries/WiFi/src: WiFiType.h, WiFiGeneric.h,
// STA.cpp; reasons are wifi_err_reason_t of ESP-IDF's esp_wifi_types).
//
// The network in the air is BOARD_AIR_NAME with BOARD_AIR_PASSWORD, from the environment. As the real one does, this
// calls the event's function on another thread, tries again after most reasons, and after a wrong password only once.
#pragma once

#include <Arduino.h>

enum wl_status_t {
  WL_IDLE_STATUS = 0,
  WL_NO_SSID_AVAIL = 1,
  WL_CONNECTED = 3,
  WL_CONNECT_FAILED = 4,
  WL_DISCONNECTED = 6,
};
enum wifi_mode_t { WIFI_STA = 1 };
enum arduino_event_id_t { ARDUINO_EVENT_WIFI_STA_DISCONNECTED = 113 };
struct wifi_event_sta_disconnected_t {
  uint8_t reason;
};
union arduino_event_info_t {
  wifi_event_sta_disconnected_t wifi_sta_disconnected;
};
using WiFiEventCb = void (*)(arduino_event_id_t, arduino_event_info_t);

class IPAddress {};

class WiFiClass {
 public:
  bool mode(wifi_mode_t mode);
  void onEvent(WiFiEventCb callback, arduino_event_id_t event);
  wl_status_t begin(const char *name, const char *password);
  bool reconnect();
  wl_status_t status();
  int hostByName(const char *host, IPAddress &address);  // 1 when the name is known
};
extern WiFiClass WiFi;

// What PubSubClient is given to connect with. `authority` is the PEM text to trust; nullptr: without TLS.
class Client {
 public:
  virtual ~Client() = default;
  virtual const char *authority() const { return nullptr; }
  virtual void noteTlsError(int) {}
};

class WiFiClient : public Client {};
