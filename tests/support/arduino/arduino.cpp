// The board: its clock, pins, serial console and Wi-Fi, and the program that runs the sketch.
#include <Arduino.h>
#include <WiFi.h>
#include <netdb.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdarg>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

HardwareSerial Serial;
WiFiClass WiFi;

namespace {

std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

constexpr uint8_t NO_AP_FOUND = 201, AUTH_FAIL = 202;

struct Air {
  std::mutex mutex;
  std::string name, password;
  WiFiEventCb callback = nullptr;
  std::atomic<wl_status_t> status{WL_IDLE_STATUS};
  std::atomic<int> attempt{0};
} air;

// Of the attempts that were begun the last one alone goes on.
void join(int attempt) {
  for (int failures = 0; attempt == air.attempt; failures++) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::unique_lock<std::mutex> lock(air.mutex);
    const bool isThere = air.name == environment("BOARD_AIR_NAME");
    if (isThere && air.password == environment("BOARD_AIR_PASSWORD")) {
      air.status = WL_CONNECTED;
      return;
    }
    air.status = isThere ? WL_CONNECT_FAILED : WL_NO_SSID_AVAIL;
    const WiFiEventCb callback = air.callback;
    lock.unlock();
    arduino_event_info_t info{};
    info.wifi_sta_disconnected.reason = isThere ? AUTH_FAIL : NO_AP_FOUND;
    if (callback) callback(ARDUINO_EVENT_WIFI_STA_DISCONNECTED, info);
    if (isThere && failures == 1) return;
  }
}

}  // namespace

unsigned long millis() {
  static const auto start = std::chrono::steady_clock::now();
  const auto passed = std::chrono::steady_clock::now() - start;
  return static_cast<unsigned long>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

void delay(uint32_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

void pinMode(uint8_t, uint8_t) {}

void digitalWrite(uint8_t pin, uint8_t value) { Serial.printf("pin %d %s\n", pin, value ? "HIGH" : "LOW"); }

uint32_t esp_random() {
  static std::random_device source;
  return source();
}

void HardwareSerial::begin(unsigned long) { std::setvbuf(stdout, nullptr, _IOLBF, 4096); }

size_t HardwareSerial::println(const char *text) { return static_cast<size_t>(this->printf("%s\n", text)); }

size_t HardwareSerial::printf(const char *format, ...) {
  va_list values;
  va_start(values, format);
  const int written = std::vprintf(format, values);
  va_end(values);
  return static_cast<size_t>(written);
}

bool WiFiClass::mode(wifi_mode_t) { return true; }

void WiFiClass::onEvent(WiFiEventCb callback, arduino_event_id_t) {
  const std::lock_guard<std::mutex> lock(air.mutex);
  air.callback = callback;
}

wl_status_t WiFiClass::begin(const char *name, const char *password) {
  {
    const std::lock_guard<std::mutex> lock(air.mutex);
    air.name = name;
    air.password = password;
  }
  reconnect();
  return air.status;
}

bool WiFiClass::reconnect() {
  air.status = WL_DISCONNECTED;
  std::thread(join, ++air.attempt).detach();
  return true;
}

wl_status_t WiFiClass::status() { return air.status; }

int WiFiClass::hostByName(const char *host, IPAddress &) {
  addrinfo *found = nullptr;
  if (getaddrinfo(host, nullptr, nullptr, &found) != 0) return 0;
  freeaddrinfo(found);
  return 1;
}

struct QueueDefinition {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::vector<uint8_t>> items;
  size_t length, itemSize;
};

QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t itemSize) {
  auto *queue = new QueueDefinition;
  queue->length = length;
  queue->itemSize = itemSize;
  return queue;
}

BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t ticksToWait) {
  std::unique_lock<std::mutex> lock(queue->mutex);
  const auto hasRoom = [queue] { return queue->items.size() < queue->length; };
  if (!queue->changed.wait_for(lock, std::chrono::milliseconds(ticksToWait), hasRoom)) return pdFALSE;
  const auto *bytes = static_cast<const uint8_t *>(item);
  queue->items.emplace_back(bytes, bytes + queue->itemSize);
  queue->changed.notify_all();
  return pdTRUE;
}

BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t ticksToWait) {
  std::unique_lock<std::mutex> lock(queue->mutex);
  const auto hasItems = [queue] { return !queue->items.empty(); };
  if (!queue->changed.wait_for(lock, std::chrono::milliseconds(ticksToWait), hasItems)) return pdFALSE;
  std::memcpy(item, queue->items.front().data(), queue->itemSize);
  queue->items.pop_front();
  queue->changed.notify_all();
  return pdTRUE;
}

int main() {
  setup();
  for (;;) loop();
}
