// FreeRTOS queues of items of one size, copied in and out (FreeRTOS reference manual, "Queue management").
#pragma once

#include <cstdint>

using BaseType_t = int;
using UBaseType_t = unsigned int;
using TickType_t = uint32_t;
struct QueueDefinition;
using QueueHandle_t = QueueDefinition *;

#define pdTRUE 1
#define pdFALSE 0
#define portMAX_DELAY 0xffffffffUL
#define pdMS_TO_TICKS(ms) static_cast<TickType_t>(ms)  // a tick of the ESP32 core is a millisecond

QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t itemSize);
BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t ticksToWait);
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t ticksToWait);
