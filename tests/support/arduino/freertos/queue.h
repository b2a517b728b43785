// FreeRTOS queues of items of one size, copied in and out (FreeRTOS reference manual, "Queue management").
#pragma once

#include "FreeRTOS.h"

struct QueueDefinition;
using QueueHandle_t = QueueDefinition *;

QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t itemSize);
BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t ticksToWait);
BaseType_t xQueueReceive(QueueHandle_t queue, void *item, TickType_t ticksToWait);
