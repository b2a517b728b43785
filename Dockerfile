# One image for broker, bridge, web and devices. docker-compose.yml selects the service of a container.

FROM node:22-slim AS page
WORKDIR /lab/web/ui
COPY web/ui/package.json web/ui/package-lock.json web/ui/.npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY web/ui ./
RUN node node_modules/vite/bin/vite.js build

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LAB_LOGS=/logs \
    LAB_DATA=/data
WORKDIR /lab
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY lab.py ./
COPY chat chat
COPY system system
COPY tls tls
COPY mqtt mqtt
COPY broker broker
COPY bridge bridge
COPY devices devices
COPY launcher launcher
COPY web web
COPY --from=page /lab/web/static/built web/static/built
# A new volume gets the owner of the folder that it is mounted on, so the folders belong to the user.
RUN python -m babel.messages.frontend compile -d web/translations \
 && python -m compileall -q lab.py chat system tls mqtt broker bridge devices launcher web \
 && groupadd --gid 10001 lab \
 && useradd --uid 10001 --gid lab --no-create-home --shell /usr/sbin/nologin lab \
 && install -d -o lab -g lab /logs /data /demo
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "web"]
