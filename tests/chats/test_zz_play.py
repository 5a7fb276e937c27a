import asyncio, glob, pytest
from pathlib import Path
import tests.support.play_chat as pc, tests.support.chat_people as cp, tests.support.chat_directions as cd
for m in (pc,cp,cd): m.PATIENCE=4.0
from tests.support.play_chat import Play
from tests.support import chat_script
@pytest.mark.parametrize("path", sorted(glob.glob('/tmp/w/k1_plays/*.chat')), ids=lambda p: Path(p).stem)
async def test_play(program, path):
    play=Play(program,"browser"); out=open(path+'.out','w')
    for step in chat_script.read(Path(path).read_text()):
        print(f'>>> {step}', file=out, flush=True)
        try: await play._do(step)
        except BaseException as e:
            print('!!!', repr(e)[:300], file=out, flush=True)
            if not isinstance(e,(AssertionError,TimeoutError,KeyError)): raise
            continue
        if step.acts:
            await asyncio.sleep(.6)
            for one in play.news(): print('      '+str(one).replace('\n','\n      '), file=out, flush=True)
