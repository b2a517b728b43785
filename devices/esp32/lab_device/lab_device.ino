/*
 * A lamp with a thermometer, for an ESP32: a device of the lab. Nothing has to be installed beyond the ESP32 core 3,
 * which brings esp-mqtt (mqtt_client.h): QoS 1, and TLS with the lab's own authority. Change lab_config.h, then
 * readTemperature() and obey(). The rules are the lab's docs/protocol.md.
 *
 * Uma lâmpada com termômetro, para um ESP32: um dispositivo do lab. Não é preciso instalar nada além do núcleo ESP32 3,
 * que traz o esp-mqtt (mqtt_client.h): QoS 1, e TLS com a autoridade do próprio lab. Mude lab_config.h, depois
 * readTemperature() e obey(). As regras estão em docs/protocol.md do lab.
 */
#include <Arduino.h>
#include <WiFi.h>
#include <atomic>
#include <esp_random.h>
#include <esp_tls_errors.h>
#include <freertos/FreeRTOS.h>
#include <freertos/queue.h>
#include <mqtt_client.h>

#include "lab_console.h"
#include "lab_record.h"

#if !__has_include("lab_config.h")
#error "Copy lab_config.example.h to lab_config.h, fill it in / Copie lab_config.example.h para lab_config.h e preencha"
#endif
#include "lab_config.h"

static const size_t MESSAGE_SIZE = 400, PACKET_SIZE = 1024, TOPIC_SIZE = 100;
static const int MOST_WAITING = 16;  // messages that wait while the lab is away / mensagens que esperam
static const int MOST_READINGS = 8;  // readings leave room for answers / as leituras deixam lugar para respostas
static const int MOST_EVENTS = 32;   // a burst of commands waits for loop() / uma rajada de comandos espera
static const unsigned long RECONNECT_MS = 2000, NETWORK_TIMEOUT_MS = 5000;
static const unsigned long SILENCE_MS = 10000;    // then the lab does not log / então o lab não grava
static const unsigned long FORGOTTEN_MS = 35000;  // esp-mqtt gives a message up after 30 s / desiste após 30 s

// What esp-mqtt's task tells loop(). / O que a tarefa do esp-mqtt conta a loop().
enum class EventKind : uint8_t { Connected, Lost, Forbidden, Acknowledged, Addressed, Refused, Failed };
enum class Failure : uint8_t { NoSuchName, NoAnswer, NoTls, NotTrusted, WrongAccount, NoEntry };

struct Event {
  EventKind kind;
  Failure failure;   // when Failed
  int number;        // packet id, or the code of CONNACK / id do pacote, ou o código do CONNACK
  LabRecord record;  // when Addressed; when Refused its text is the reason / se Refused, o texto é o motivo
};

static const char DESCRIPTION[] =
    R"("device":"lamp","values":[{"key":"temperature","kind":"number","unit":"°C","least":-10,"greatest":50},)"
    R"({"key":"on","kind":"boolean"}],"commands":[{"word":"on","kind":"switch","off":"off","key":"on"}])";

// --- What your device is. Change this. / O que o seu dispositivo é. Mude isto. ---

static bool isOn = false;

static void say(const char *members);
static bool hasRoomForReadings();

// Put your sensor here. Degrees Celsius, NAN when it fails. / Ponha o seu sensor aqui. Graus Celsius, NAN se falhar.
static float readTemperature() { return 20.0f + static_cast<float>(esp_random() % 256) / 100.0f; }

// Does what is said to the board, and tells its state when it has changed. / Faz o que dizem à placa, e depois conta o
// seu estado.
static void obey(const char *words) {
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
  if (isnan(temperature)) return;  // JSON has no NaN / JSON não tem NaN
  snprintf(reading, sizeof reading, R"("temperature":%.2f)", static_cast<double>(temperature));
  if (hasRoomForReadings()) say(reading);
}

// --- What it says: kept until the lab has it. / O que ele diz: guardado até o lab ter. ---

static char waiting[MOST_WAITING][MESSAGE_SIZE];
static int waitingCount = 0;
static int sentId = 0;  // the packet id of waiting[0] at esp-mqtt; 0: not sent / o id do pacote no esp-mqtt
static unsigned long sentAt = 0, connectedAt = 0;
static char idPrefix[12];  // another after every start, so that ids never come twice / outro a cada início

static LabTold trouble, refusal;

static bool hasRoomForReadings() { return waitingCount < MOST_READINGS; }

static void dropMessage(int place) {
  waitingCount--;
  memmove(waiting[place], waiting[place + 1], static_cast<size_t>(waitingCount - place) * MESSAGE_SIZE);
}

// Says an object with these members: "on":true. Of more than 16 that wait the oldest is given up, except the one on
// its way. / Diz um objeto com estes membros. De mais de 16 que esperam, desiste da mais antiga, exceto a que já foi.
static void say(const char *members) {
  static unsigned long count = 0;
  if (waitingCount == MOST_WAITING) dropMessage(sentId ? 1 : 0);
  const int length = snprintf(waiting[waitingCount], MESSAGE_SIZE, R"({%s,"id":"%s-%lu"})", members, idPrefix, ++count);
  if (length < static_cast<int>(MESSAGE_SIZE)) waitingCount++;
  else Serial.println("device: a message is too long / uma mensagem é longa demais");
}

// --- The connection. esp-mqtt calls back on a task of its own, which hands everything to loop() in a queue. ---
// --- A conexão. O esp-mqtt chama de volta em outra tarefa, que entrega tudo a loop() por uma fila. ---

static QueueHandle_t events;
static esp_mqtt_client_handle_t client = nullptr;
static std::atomic<bool> isConnected{false};
static std::atomic<int> birthId{0}, wifiReason{0};
static char chatTopic[TOPIC_SIZE], statusTopic[TOPIC_SIZE], toTopic[TOPIC_SIZE], rejectedTopic[TOPIC_SIZE];

static Event posted;  // of esp-mqtt's task alone: its stack is small / só da tarefa do esp-mqtt: a pilha dela é pequena

static void post(EventKind kind, int number) {
  posted.kind = kind;
  posted.number = number;
  xQueueSend(events, &posted, pdMS_TO_TICKS(1000));
}

static void postFailure(Failure failure, int code) {
  posted.failure = failure;
  post(EventKind::Failed, code);
}

static bool isTopic(const esp_mqtt_event_t *event, const char *topic) {
  return event->topic_len == static_cast<int>(strlen(topic)) && memcmp(event->topic, topic, strlen(topic)) == 0;
}

static bool readRefusal(const char *json, size_t length) {
  char topic[TOPIC_SIZE];
  return jsonString(json, length, "topic", topic, sizeof topic) && strcmp(topic, chatTopic) == 0 &&
         jsonString(json, length, "reason", posted.record.text, sizeof posted.record.text);
}

// A message that is larger than esp-mqtt's buffer comes in parts, of which the first alone has the topic. A larger one
// than PACKET_SIZE is passed over. / Uma mensagem maior que o buffer vem em partes; só a primeira tem o tópico.
static void assemble(const esp_mqtt_event_t *event) {
  static char packet[PACKET_SIZE];
  static EventKind kind;
  static bool isWanted = false;
  const int offset = event->current_data_offset, total = event->total_data_len;
  if (offset == 0) {
    kind = isTopic(event, toTopic) ? EventKind::Addressed : EventKind::Refused;
    isWanted = (kind == EventKind::Addressed || isTopic(event, rejectedTopic)) && !event->retain;
  }
  if (!isWanted || offset + event->data_len > total || total > static_cast<int>(PACKET_SIZE)) return;
  if (event->data_len > 0) memcpy(packet + offset, event->data, static_cast<size_t>(event->data_len));
  if (offset + event->data_len < total) return;
  const size_t length = static_cast<size_t>(total);
  const bool isRecord = kind == EventKind::Addressed;
  const bool isRead = isRecord ? readRecord(packet, length, &posted.record) : readRefusal(packet, length);
  if (isRead) post(kind, 0);
}

static Failure failureOf(const esp_mqtt_error_codes_t *codes) {
  if (codes->error_type == MQTT_ERROR_TYPE_CONNECTION_REFUSED) {
    const bool isAccount = codes->connect_return_code == MQTT_CONNECTION_REFUSE_BAD_USERNAME ||
                           codes->connect_return_code == MQTT_CONNECTION_REFUSE_NOT_AUTHORIZED;
    return isAccount ? Failure::WrongAccount : Failure::NoEntry;
  }
  if (codes->esp_tls_last_esp_err == ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME) return Failure::NoSuchName;
  const bool isAuthority = codes->esp_tls_last_esp_err == ESP_ERR_MBEDTLS_X509_CRT_PARSE_FAILED;
  const int flags = codes->esp_tls_cert_verify_flags;  // -1: no certificate came / não veio certificado
  if (isAuthority || (flags != 0 && flags != -1)) return Failure::NotTrusted;
  return codes->esp_tls_last_esp_err == ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED ? Failure::NoTls : Failure::NoAnswer;
}

static void onConnected() {
  esp_mqtt_client_subscribe(client, toTopic, 1);
  esp_mqtt_client_subscribe(client, rejectedTopic, 1);
  birthId = esp_mqtt_client_publish(client, statusTopic, "online", 0, 1, 1);
  isConnected = true;
  post(EventKind::Connected, 0);
}

static void onDisconnected(bool wasExplained) {
  if (isConnected.exchange(false)) post(EventKind::Lost, 0);
  else if (!wasExplained) postFailure(Failure::NoAnswer, 0);
}

// On esp-mqtt's task. / Na tarefa do esp-mqtt.
static void onMqttEvent(void *, esp_event_base_t, int32_t id, void *data) {
  static bool isExplained = false;  // whether an error came since the last attempt / se já veio um erro
  const esp_mqtt_event_t *event = static_cast<esp_mqtt_event_t *>(data);
  switch (static_cast<esp_mqtt_event_id_t>(id)) {
    case MQTT_EVENT_CONNECTED: return onConnected();
    case MQTT_EVENT_SUBSCRIBED:
      if (event->data_len > 0 && static_cast<uint8_t>(event->data[0]) == 0x80) post(EventKind::Forbidden, 0);
      return;
    case MQTT_EVENT_PUBLISHED: return post(EventKind::Acknowledged, event->msg_id);
    case MQTT_EVENT_DATA: return assemble(event);
    case MQTT_EVENT_ERROR:
      if (isConnected) return;  // what comes next says that the connection is lost / a seguir vem que caiu
      isExplained = true;
      return postFailure(failureOf(event->error_handle), event->error_handle->connect_return_code);
    case MQTT_EVENT_DISCONNECTED:
      onDisconnected(isExplained);
      isExplained = false;
      return;
    default: return;
  }
}

static void startMqtt() {
  static char clientId[TOPIC_SIZE];
  snprintf(clientId, sizeof clientId, "lab-%s-%s", BOARD_SESSION, BOARD_ROLE);
  esp_mqtt_client_config_t config = {};
  config.broker.address.hostname = BOARD_HOST;
  config.broker.address.port = BOARD_PORT;
  config.broker.address.transport = BOARD_CA[0] ? MQTT_TRANSPORT_OVER_SSL : MQTT_TRANSPORT_OVER_TCP;
  if (BOARD_CA[0]) config.broker.verification.certificate = BOARD_CA;
  config.credentials.client_id = clientId;
  if (BOARD_USERNAME[0]) config.credentials.username = BOARD_USERNAME;
  if (BOARD_PASSWORD[0]) config.credentials.authentication.password = BOARD_PASSWORD;
  config.session.last_will.topic = statusTopic;
  config.session.last_will.msg = "offline";
  config.session.last_will.qos = 1;
  config.session.last_will.retain = 1;
  config.session.keepalive = 30;
  config.network.reconnect_timeout_ms = RECONNECT_MS;
  config.network.timeout_ms = NETWORK_TIMEOUT_MS;
  config.buffer.size = 512;
  client = esp_mqtt_client_init(&config);
  esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, onMqttEvent, nullptr);
  esp_mqtt_client_start(client);
}

// --- loop(): nothing here waits for the network. / nada aqui espera pela rede. ---

static void tellFailure(Failure failure, int code) {
  if (WiFi.status() != WL_CONNECTED) return;
  if (failure == Failure::NoSuchName) {
    trouble.tell("no machine is called %s", "nenhuma máquina se chama %s", BOARD_HOST);
  } else if (failure == Failure::NotTrusted) {
    trouble.tell("the certificate at %s is not trusted: BOARD_CA must be the lab's ca.pem, and BOARD_HOST a name in it",
                 "o certificado em %s não é confiável: BOARD_CA deve ser o ca.pem do lab, e BOARD_HOST um nome nele",
                 BOARD_HOST);
  } else if (failure == Failure::NoTls) {
    trouble.tell("TLS does not begin at %s:%d: is this the port of TLS?",
                 "o TLS não começa em %s:%d: esta é a porta do TLS?", BOARD_HOST, static_cast<int>(BOARD_PORT));
  } else if (failure == Failure::WrongAccount) {
    trouble.tell("the lab refuses this user name and password", "o lab recusa este usuário e esta senha");
  } else if (failure == Failure::NoEntry) {
    trouble.tell("the lab refuses the connection (code %d)", "o lab recusa a conexão (código %d)", code);
  } else {
    trouble.tell("nothing answers at %s:%d: does the lab run there?", "nada responde em %s:%d: o lab está rodando lá?",
                 BOARD_HOST, static_cast<int>(BOARD_PORT));
  }
}

static void tellRole() {
  trouble.tell("in a lab with accounts the user name is the role: \"%s\" is not %s",
               "em um lab com contas o usuário é o papel: \"%s\" não é %s", BOARD_USERNAME, BOARD_ROLE);
}

static void tellForbidden() {
  if (strcmp(BOARD_USERNAME, BOARD_ROLE) != 0) return tellRole();
  trouble.tell("the account %s may not use the session %s", "a conta %s não pode usar a sessão %s", BOARD_USERNAME,
               BOARD_SESSION);
}

static void acknowledged(int id) {
  static int toldBirth = 0;
  if (id == birthId && id != toldBirth) {  // the lab has taken what was sent before it / o lab recebeu o que veio antes
    toldBirth = id;
    Serial.printf("device: ready %s in %s\n", BOARD_ROLE, BOARD_SESSION);
  }
  if (sentId == 0 || id != sentId) return;
  sentId = 0;
  dropMessage(0);
  trouble.over();
}

static void addressed(LabRecord *record) {
  static LabNews news;
  if (news.isNews(*record) && strcmp(record->role, BOARD_ROLE) != 0) obey(commandIn(record, BOARD_ROLE));
}

static void takeEvents() {
  static Event event;
  while (xQueueReceive(events, &event, 0) == pdTRUE) {
    switch (event.kind) {
      case EventKind::Connected: connectedAt = millis(); break;
      case EventKind::Lost: trouble.tell("the connection is lost", "a conexão caiu"); break;
      case EventKind::Forbidden: tellForbidden(); break;
      case EventKind::Acknowledged: acknowledged(event.number); break;
      case EventKind::Addressed: addressed(&event.record); break;
      case EventKind::Refused: refusal.tell("refused: %s", "recusado: %s", event.record.text); break;
      case EventKind::Failed: tellFailure(event.failure, event.number); break;
    }
  }
}

// One message at a time, so that they stay in order: esp-mqtt sends it again by itself after a reconnection.
// Uma mensagem por vez, para ficarem em ordem: o esp-mqtt a envia de novo sozinho após uma reconexão.
static void sendWaiting() {
  if (!isConnected || waitingCount == 0) return;
  if (sentId != 0 && millis() - sentAt < FORGOTTEN_MS) {
    if (millis() - sentAt > SILENCE_MS && millis() - connectedAt > SILENCE_MS) {
      trouble.tell("connected, but nothing is acknowledged: the lab does not log, is its bridge running?",
                   "conectado, mas nada é confirmado: o lab não grava, a bridge está rodando?");
    }
    return;
  }
  const int id = esp_mqtt_client_publish(client, chatTopic, waiting[0], 0, 1, 0);
  sentId = id > 0 ? id : 0;
  sentAt = millis();
}

static void onWifiDisconnected(arduino_event_id_t, arduino_event_info_t info) {
  wifiReason = info.wifi_sta_disconnected.reason;  // on the network's task / na tarefa da rede
}

static void watchWifi() {
  static unsigned long triedAt = 0;
  const int reason = wifiReason.exchange(0);
  if (WiFi.status() == WL_CONNECTED) {
    triedAt = millis();
    if (client == nullptr) startMqtt();
  } else {
    if (reason != 0) tellWifi(&trouble, reason, BOARD_WIFI_NAME);
    if (millis() - triedAt > 15000) {  // the core gives up when the password is wrong / o núcleo desiste
      triedAt = millis();
      WiFi.reconnect();
    }
  }
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
  events = xQueueCreate(MOST_EVENTS, sizeof(Event));
  if (BOARD_USERNAME[0] && strcmp(BOARD_USERNAME, BOARD_ROLE) != 0) tellRole();
  say(DESCRIPTION);
  say(R"("on":false)");
  WiFi.mode(WIFI_STA);
  WiFi.onEvent(onWifiDisconnected, ARDUINO_EVENT_WIFI_STA_DISCONNECTED);
  WiFi.begin(BOARD_WIFI_NAME, BOARD_WIFI_PASSWORD);
}

void loop() {
  watchWifi();
  takeEvents();
  measure();
  sendWaiting();
  delay(10);
}
