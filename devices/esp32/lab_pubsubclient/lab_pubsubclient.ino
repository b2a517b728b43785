/*
 * The same lamp with PubSubClient 2.8 (install it in the Library Manager), for boards without esp-mqtt. PubSubClient
 * publishes at QoS 0 only, so nobody acknowledges what it sends. Each message asks for a confirmation ("confirm":true),
 * and is sent again until the lab says that it is logged. connect() makes loop() wait, some seconds at worst; the other
 * sketch, lab_device, never waits. Change lab_config.h, then readTemperature() and obey().
 *
 * A mesma lâmpada com PubSubClient 2.8 (instale pelo gerenciador de bibliotecas), para placas sem esp-mqtt. O
 * PubSubClient publica só com QoS 0, então ninguém confirma o que ele envia. Cada mensagem pede uma confirmação
 * ("confirm":true) e é enviada de novo até o lab dizer que está gravada. connect() faz loop() esperar, no pior caso
 * alguns segundos; o outro sketch, lab_device, nunca espera. Mude lab_config.h, depois readTemperature() e obey().
 */
#include <Arduino.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <atomic>
#include <esp_random.h>

#include "lab_console.h"
#include "lab_record.h"

#if !__has_include("lab_config.h")
#error "Copy lab_config.example.h to lab_config.h, fill it in / Copie lab_config.example.h para lab_config.h e preencha"
#endif
#include "lab_config.h"

static const size_t MESSAGE_SIZE = 400, TOPIC_SIZE = 100, ID_SIZE = 24;
static const uint16_t BUFFER_SIZE = 1024;  // PubSubClient's own 256 bytes are too few / os 256 bytes dele são poucos
static const int MOST_WAITING = 16, MOST_READINGS = 8;
static const unsigned long RESEND_MS = 3000, SILENCE_MS = 10000, LONGEST_PAUSE_MS = 30000;

struct Message {
  char id[ID_SIZE];
  char payload[MESSAGE_SIZE];
};

static const char DESCRIPTION[] =
    R"("device":"lamp","values":[{"key":"temperature","kind":"number","unit":"°C","least":-10,"greatest":50},)"
    R"({"key":"on","kind":"boolean"}],"commands":[{"word":"on","kind":"switch","off":"off","key":"on"}])";

static WiFiClient plainNetwork;
static WiFiClientSecure secureNetwork;
static PubSubClient client;
static Message waiting[MOST_WAITING];
static int waitingCount = 0;
static bool isSent = false;  // whether waiting[0] was sent on this connection / se waiting[0] já foi enviada
static bool isReady = false;
static unsigned long sentAt = 0, aliveAt = 0;  // when the lab was heard last / quando se ouviu o lab
static std::atomic<int> wifiReason{0};
static LabTold trouble, refusal;
static char chatTopic[TOPIC_SIZE], statusTopic[TOPIC_SIZE], toTopic[TOPIC_SIZE], rejectedTopic[TOPIC_SIZE];
static char idPrefix[12];  // another after every start, so that ids never come twice / outro a cada início

static void dropMessage(int place) {
  waitingCount--;
  memmove(&waiting[place], &waiting[place + 1], static_cast<size_t>(waitingCount - place) * sizeof(Message));
}

// Says an object with these members: "on":true. Of more than 16 that wait the oldest is given up, except the one on
// its way. / Diz um objeto com estes membros. De mais de 16 que esperam, desiste da mais antiga, exceto a que já foi.
static void say(const char *members) {
  static unsigned long count = 0;
  char id[ID_SIZE];
  if (waitingCount == MOST_WAITING) dropMessage(isSent ? 1 : 0);
  Message &message = waiting[waitingCount];
  snprintf(id, sizeof id, "%s-%lu", idPrefix, ++count);
  memcpy(message.id, id, sizeof id);
  const int length = snprintf(message.payload, MESSAGE_SIZE, R"({%s,"id":"%s","confirm":true})", members, id);
  if (length < static_cast<int>(MESSAGE_SIZE)) waitingCount++;
  else Serial.println("device: a message is too long / uma mensagem é longa demais");
}

// Put your sensor here. Degrees Celsius, NAN when it fails. / Ponha o seu sensor aqui. Graus Celsius, NAN se falhar.
static float readTemperature() { return 20.0f + static_cast<float>(esp_random() % 256) / 100.0f; }

// Does what is said to the board, and tells its state when it has changed. / Faz o que dizem à placa, e depois conta o
// seu estado.
static void obey(const char *words) {
  static bool isOn = false;
  const bool turnsOn = strcmp(words, "on") == 0 || strcmp(words, "liga") == 0;
  if (turnsOn || strcmp(words, "off") == 0 || strcmp(words, "desliga") == 0) {
    isOn = turnsOn;
    digitalWrite(BOARD_LED_PIN, isOn ? HIGH : LOW);
    say(isOn ? R"("text":"ligada","on":true)" : R"("text":"desligada","on":false)");
  } else if (strcmp(words, "describe") == 0 || strcmp(words, "descreve") == 0) {
    say(DESCRIPTION);
  } else {
    say(R"("text":"on, off, describe")");
  }
}

static void measure() {
  static unsigned long measuredAt = 0;
  if (millis() - measuredAt < static_cast<unsigned long>(BOARD_EVERY_SECONDS * 1000)) return;
  measuredAt = millis();
  const float temperature = readTemperature();
  char reading[64];
  if (isnan(temperature) || waitingCount >= MOST_READINGS) return;
  snprintf(reading, sizeof reading, R"("temperature":%.2f)", static_cast<double>(temperature));
  say(reading);
}

static void tellRole() {
  trouble.tell("in a lab with accounts the user name is the role: \"%s\" is not %s",
               "em um lab com contas o usuário é o papel: \"%s\" não é %s", BOARD_USERNAME, BOARD_ROLE);
}

// waiting[0] is logged, or refused for good. / waiting[0] está gravada, ou recusada de vez.
static void settle() {
  dropMessage(0);
  isSent = false;
  trouble.over();
  if (isReady) return;
  isReady = true;
  Serial.printf("device: ready %s in %s\n", BOARD_ROLE, BOARD_SESSION);
}

static void refused(const char *json, size_t length) {
  char topic[TOPIC_SIZE], reason[40], id[ID_SIZE];
  if (!jsonString(json, length, "topic", topic, sizeof topic) || strcmp(topic, chatTopic) != 0) return;
  if (!jsonString(json, length, "reason", reason, sizeof reason)) return;
  refusal.tell("refused: %s", "recusado: %s", reason);
  const bool mayPassLater = strcmp(reason, "flood") == 0 || strcmp(reason, "too-many-sessions") == 0;
  if (mayPassLater || waitingCount == 0 || !jsonString(json, length, "id", id, sizeof id)) return;
  if (strcmp(id, waiting[0].id) == 0) settle();
}

static void addressed(const char *json, size_t length) {
  static LabNews news;
  static LabRecord record;
  char id[ID_SIZE];
  if (jsonString(json, length, "logged", id, sizeof id)) {  // a confirmation / uma confirmação
    if (waitingCount > 0 && strcmp(id, waiting[0].id) == 0) settle();
  } else if (readRecord(json, length, &record) && news.isNews(record) && strcmp(record.role, BOARD_ROLE) != 0) {
    obey(commandIn(&record, BOARD_ROLE));
  }
}

// Nothing is published from here: the payload lies in the buffer that publish() writes into. / Daqui nada é publicado:
// o conteúdo está no buffer em que publish() escreve.
static void onMessage(char *topic, uint8_t *payload, unsigned int length) {
  const char *json = reinterpret_cast<const char *>(payload);
  aliveAt = millis();
  if (strcmp(topic, toTopic) == 0) addressed(json, length);
  if (strcmp(topic, rejectedTopic) == 0) refused(json, length);
}

// mbedTLS's error of the last connection, 0 for none. / O erro do mbedTLS na última conexão, 0 se não houve.
static int tlsError() {
  char text[100];
  const int error = BOARD_CA[0] ? secureNetwork.lastError(text, sizeof text) : 0;
  return error < -1 ? error : 0;  // -1: the host did not answer / -1: ninguém respondeu
}

static void tellConnectionFailure() {
  IPAddress address;
  if (client.state() == MQTT_CONNECT_BAD_CREDENTIALS || client.state() == MQTT_CONNECT_UNAUTHORIZED) {
    trouble.tell("the lab refuses this user name and password", "o lab recusa este usuário e esta senha");
  } else if (client.state() > 0) {
    trouble.tell("the lab refuses the connection (code %d)", "o lab recusa a conexão (código %d)", client.state());
  } else if (WiFi.hostByName(BOARD_HOST, address) != 1) {
    trouble.tell("no machine is called %s", "nenhuma máquina se chama %s", BOARD_HOST);
  } else if (tlsError() < 0 && tlsError() > -0x3000) {  // X509 or PEM; errors of the protocol are below -0x6000
    trouble.tell("the certificate at %s is not trusted: BOARD_CA must be the lab's ca.pem, and BOARD_HOST a name in it",
                 "o certificado em %s não é confiável: BOARD_CA deve ser o ca.pem do lab, e BOARD_HOST um nome nele",
                 BOARD_HOST);
  } else if (tlsError() < 0) {
    trouble.tell("TLS does not begin at %s:%d: is this the port of TLS?",
                 "o TLS não começa em %s:%d: esta é a porta do TLS?", BOARD_HOST, static_cast<int>(BOARD_PORT));
  } else {
    trouble.tell("nothing answers at %s:%d: does the lab run there?", "nada responde em %s:%d: o lab está rodando lá?",
                 BOARD_HOST, static_cast<int>(BOARD_PORT));
  }
}

// Tries again after 1, 2, 4 ... 30 seconds. / Tenta de novo depois de 1, 2, 4 ... 30 segundos.
static void connectMqtt() {
  static unsigned long triedAt = 0, pause = 0;
  static bool wasConnected = false;
  static char clientId[TOPIC_SIZE];
  if (wasConnected) trouble.tell("the connection is lost", "a conexão caiu");
  wasConnected = false;
  if (millis() - triedAt < pause) return;
  snprintf(clientId, sizeof clientId, "lab-%s-%s", BOARD_SESSION, BOARD_ROLE);
  const char *user = BOARD_USERNAME[0] ? BOARD_USERNAME : nullptr;
  const char *password = BOARD_PASSWORD[0] ? BOARD_PASSWORD : nullptr;
  wasConnected = client.connect(clientId, user, password, statusTopic, 1, true, "offline");
  triedAt = aliveAt = millis();
  isSent = isReady = false;
  pause = wasConnected || pause == 0 ? 1000 : pause * 2 < LONGEST_PAUSE_MS ? pause * 2 : LONGEST_PAUSE_MS;
  if (!wasConnected) return tellConnectionFailure();
  client.subscribe(toTopic, 1);
  client.subscribe(rejectedTopic, 1);
  client.publish(statusTopic, "online", true);
}

// One message at a time, so that they stay in order. / Uma mensagem por vez, para ficarem em ordem.
static void sendWaiting() {
  if (waitingCount == 0) {
    aliveAt = millis();
    return;
  }
  if (!isSent || millis() - sentAt > RESEND_MS) {
    isSent = client.publish(chatTopic, waiting[0].payload, false);
    sentAt = millis();
  }
  if (millis() - aliveAt <= SILENCE_MS) return;
  if (BOARD_USERNAME[0] && strcmp(BOARD_USERNAME, BOARD_ROLE) != 0) return tellRole();
  trouble.tell("connected, but nothing is acknowledged: the lab does not log, is its bridge running?",
               "conectado, mas nada é confirmado: o lab não grava, a bridge está rodando?");
}

static void onWifiDisconnected(arduino_event_id_t, arduino_event_info_t info) {
  wifiReason = info.wifi_sta_disconnected.reason;  // on the network's task / na tarefa da rede
}

static bool hasWifi() {
  static unsigned long triedAt = 0;
  const int reason = wifiReason.exchange(0);
  if (WiFi.status() == WL_CONNECTED) {
    triedAt = millis();
    return true;
  }
  if (reason != 0) tellWifi(&trouble, reason, BOARD_WIFI_NAME);
  if (millis() - triedAt > 15000) {  // the core gives up when the password is wrong / o núcleo desiste
    triedAt = millis();
    WiFi.reconnect();
  }
  return false;
}

void setup() {
  Serial.begin(115200);
  pinMode(BOARD_LED_PIN, OUTPUT);
  snprintf(idPrefix, sizeof idPrefix, "%08lx", static_cast<unsigned long>(esp_random()));
  snprintf(chatTopic, sizeof chatTopic, "chat/%s/%s", BOARD_SESSION, BOARD_ROLE);
  snprintf(statusTopic, sizeof statusTopic, "status/%s/%s", BOARD_SESSION, BOARD_ROLE);
  snprintf(rejectedTopic, sizeof rejectedTopic, "lab/rejected/%s", BOARD_ROLE);
  snprintf(toTopic, sizeof toTopic, "to/%s/%s", BOARD_SESSION, BOARD_ROLE);
  for (char *letter = toTopic; *letter; letter++) *letter = static_cast<char>(tolower(*letter));
  if (BOARD_USERNAME[0] && strcmp(BOARD_USERNAME, BOARD_ROLE) != 0) tellRole();
  if (BOARD_CA[0]) {
    secureNetwork.setCACert(BOARD_CA);
    client.setClient(secureNetwork);
  } else {
    client.setClient(plainNetwork);
  }
  client.setServer(BOARD_HOST, BOARD_PORT);
  client.setBufferSize(BUFFER_SIZE);
  client.setKeepAlive(30);
  client.setSocketTimeout(5);
  client.setCallback(onMessage);
  say(DESCRIPTION);
  say(R"("on":false)");
  WiFi.mode(WIFI_STA);
  WiFi.onEvent(onWifiDisconnected, ARDUINO_EVENT_WIFI_STA_DISCONNECTED);
  WiFi.begin(BOARD_WIFI_NAME, BOARD_WIFI_PASSWORD);
}

void loop() {
  measure();
  if (hasWifi()) {
    if (client.loop()) sendWaiting();
    else connectMqtt();
  }
  delay(10);
}
