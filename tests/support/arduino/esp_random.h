// Random numbers of ESP-IDF (esp_random.h).
#pragma once

#include <cstdint>

uint32_t esp_random();
