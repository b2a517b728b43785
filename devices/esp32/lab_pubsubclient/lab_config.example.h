// Copy this file to lab_config.h, beside it, and fill in what your teacher tells.
// Copie este arquivo para lab_config.h, ao lado dele, e preencha com o que o professor disser.
#pragma once

#define BOARD_WIFI_NAME "classroom"
#define BOARD_WIFI_PASSWORD ""

#define BOARD_HOST "192.168.0.10"  // the laptop where the lab runs / o notebook onde o lab roda
#define BOARD_PORT 1883            // with TLS 8883 / com TLS 8883
#define BOARD_USERNAME ""          // in a lab that asks for accounts: the role / em um lab com contas: o papel
#define BOARD_PASSWORD ""          // what `python lab.py device add <role>` printed / o que esse comando mostrou

#define BOARD_SESSION "aula1"
#define BOARD_ROLE "esp32-1"  // each board its own / cada placa o seu
#define BOARD_EVERY_SECONDS 5

#define BOARD_LED_PIN 2  // the LED of most ESP32 boards / o LED da maioria das placas ESP32

// With TLS: the text of the page's /ca.pem between the quotes, with its BEGIN and END lines: R"(-----BEGIN ... -----)"
// Com TLS: o texto de /ca.pem da página entre as aspas, com as linhas BEGIN e END: R"(-----BEGIN ... -----)"
#define BOARD_CA ""
