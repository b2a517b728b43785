// The part of the Arduino core for ESP32 (version 3) that the lab's sketches use, on a computer.
//
// Facts of the interface come from the core's own sources: cores/esp32/Arduino.h, HardwareSerial.h, Print.h (printf),
// esp_random.h of ESP-IDF, and FreeRTOS's queue.h, which the core includes. The code is the lab's own.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <strings.h>

#include "esp_random.h"
#include "freertos/queue.h"

using std::isnan;

#define HIGH 0x1
#define LOW 0x0
#define OUTPUT 0x03

unsigned long millis();
void delay(uint32_t ms);
void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t value);  // notes it on the standard output: "pin 2 HIGH"

// The serial console is the standard output.
class HardwareSerial {
 public:
  void begin(unsigned long baud);
  size_t println(const char *text);
  size_t printf(const char *format, ...) __attribute__((format(printf, 2, 3)));
};
extern HardwareSerial Serial;

// Of the sketch.
void setup();
void loop();
