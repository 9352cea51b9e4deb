# An SMS centre of smpp34 (PyPI; its protocol is written in Rust): a third hand's reading of SMPP 3.4.
# Prints as smpp-centre.pl does. It lets everybody in; a number that ends in 99 is too much for it the first time.
import asyncio, socket, sys
import smpp34

word = sys.argv[1] if len(sys.argv) > 1 else None

def told(name, **fields):
    print(' '.join([name] + [f'{key}={fields[key]}' for key in sorted(fields)]), flush=True)

async def main():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    server = smpp34.Server('127.0.0.1', port, system_id='centre')
    await server.start()
    print(f'port {port}', flush=True)
    lines, throttled, count, tasks = {}, set(), 0, set()

    async def receipt(line, to, id):
        text = f'id:{id} sub:001 dlvrd:001 submit date:2611300900 done date:2611300901 stat:{word} err:000 text:'
        answer = await line.deliver_sm('Musubi', text.encode(), source_addr=to, esm_class=4)
        told('receipt_answered', status=answer.command_status)

    while True:
        event = await server.next()
        if isinstance(event, smpp34.Esme):
            lines[event.session_id] = event
            told('bind', system_id=event.system_id)
        elif isinstance(event, smpp34.Unbound):
            lines.pop(event.session_id, None)
            told('unbind')
        else:
            to = event.destination_addr
            if to.endswith('99') and to not in throttled:
                throttled.add(to)
                told('throttled', to=to)
                event.reject(smpp34.ESME_RTHROTTLED)
                continue
            count += 1
            payload = next((each.value for each in event.tlvs if each.tag == smpp34.TLV_MESSAGE_PAYLOAD), b'')
            told('submit', id=f'rust-{count}', to=to, ton=event.dest_addr_ton, npi=event.dest_addr_npi,
                **{'from': event.source_addr}, from_ton=event.source_addr_ton, esm_class=event.esm_class,
                receipt=event.registered_delivery, coding=event.data_coding,
                text=bytes(event.short_message).hex(), payload=bytes(payload).hex())
            event.accept(f'rust-{count}')
            line = lines.get(event.session_id)
            if event.registered_delivery and word and line:
                task = asyncio.create_task(receipt(line, to, f'rust-{count}'))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

asyncio.run(main())
