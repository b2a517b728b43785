// The types of FreeRTOS that its queues use, as ESP-IDF has them.
#pragma once

#include <cstdint>

using BaseType_t = int;
using UBaseType_t = unsigned int;
using TickType_t = uint32_t;

#define pdTRUE 1
#define pdFALSE 0
#define pdMS_TO_TICKS(ms) static_cast<TickType_t>(ms)  // a tick of the ESP32 core is a millisecond
