# syntax=docker/dockerfile:1
# The production image: web, worker and clock are the same image with another command.

FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/pratica
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

# Everything, to build the front end; Node comes from a wheel.
COPY requirements.lock pyproject.toml ./
RUN python -m venv /opt/everything && /opt/everything/bin/python -m pip install --require-hashes -r requirements.lock
COPY README.md ./
COPY app ./app
RUN /opt/everything/bin/python -m app.runtime.frontend build && rm -rf app/frontend/node_modules

# Only what runs, for the image.
RUN python -m app.runtime.production_lock > production.lock \
    && python -m venv /opt/pratica \
    && /opt/pratica/bin/python -m pip install --require-hashes -r production.lock

FROM python:3.13-slim-bookworm
RUN useradd --system --create-home --home-dir /var/lib/pratica --uid 10001 pratica
WORKDIR /srv/pratica
COPY --from=build /opt/pratica /opt/pratica
COPY --from=build /srv/pratica/app ./app
COPY workers ./workers
COPY migrations ./migrations
COPY bpmn ./bpmn
COPY forms ./forms
RUN printf '#!/bin/sh\nexec /opt/pratica/bin/python -m workers "$@"\n' > /usr/local/bin/pratica \
    && chmod 755 /usr/local/bin/pratica \
    && /opt/pratica/bin/python -m compileall -q app workers migrations
ENV PYTHONPATH=/srv/pratica PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000 DATA_DIR=/var/lib/pratica/data
USER pratica
RUN mkdir -p /var/lib/pratica/data
VOLUME /var/lib/pratica/data
EXPOSE 8000
ENTRYPOINT ["pratica"]
CMD ["web"]
