// What the board says on the serial console, in English and in Portuguese. / O que a placa diz no console serial.
#pragma once

#include <Arduino.h>
#include <WiFi.h>
#include <stdarg.h>

// Says a failure once, until it is over or another one comes. / Diz uma falha uma vez, até passar ou vir outra.
class LabTold {
 public:
  // Both texts are formats of printf for the same values. / Os dois textos são formatos de printf dos mesmos valores.
  void tell(const char *english, const char *portuguese, ...) {
    char now[160], local[160];
    va_list values;
    va_start(values, portuguese);
    vsnprintf(now, sizeof now, english, values);
    va_end(values);
    if (strcmp(now, told) == 0) return;
    strcpy(told, now);
    va_start(values, portuguese);
    vsnprintf(local, sizeof local, portuguese, values);
    va_end(values);
    Serial.printf("device: %s / %s\n", now, local);
  }

  void over() { told[0] = '\0'; }

 private:
  char told[160] = "";
};

// Why the Wi-Fi does not connect: `reason` is of the event ARDUINO_EVENT_WIFI_STA_DISCONNECTED (wifi_err_reason_t).
// Por que o Wi-Fi não conecta: `reason` é do evento ARDUINO_EVENT_WIFI_STA_DISCONNECTED.
inline void tellWifi(LabTold *told, int reason, const char *name) {
  if (reason == 201 || reason == 212) {  // no access point with this name, or none that is near enough
    told->tell("no Wi-Fi network is called \"%s\"", "nenhuma rede Wi-Fi se chama \"%s\"", name);
  } else if (reason == 202 || reason == 204 || reason == 15 || reason == 210 || reason == 211) {
    // authentication failed, its handshake took too long, or the network is protected in another way
    told->tell("the Wi-Fi password is wrong", "a senha do Wi-Fi está errada");
  } else {
    told->tell("the Wi-Fi does not connect (reason %d)", "o Wi-Fi não conecta (motivo %d)", reason);
  }
}
